import { readdirSync, readFileSync } from "node:fs";
import type { Vector } from "@hooks/testing";

const dir = new URL("../../packages/providers/vectors/", import.meta.url);

/** The vectors of all presets, by the provider's id. */
export function readVectors(): Record<string, readonly Vector[]> {
  const files = readdirSync(dir).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(new URL(file, dir), "utf8")) as readonly Vector[],
    ]),
  );
}
