import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PartRecord } from "./publish-part.ts";

/** The parts whose figures are kept, in the order in which they are run and shown. */
export const partNames = [
  "runtimes",
  "verify",
  "adapters",
  "memory",
  "cold-import",
  "growth",
] as const;

export type PartName = (typeof partNames)[number];

/** What a folder holds of a part, if anything. */
export function readPart(dir: string, name: PartName): PartRecord | undefined {
  const file = join(dir, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PartRecord) : undefined;
}
