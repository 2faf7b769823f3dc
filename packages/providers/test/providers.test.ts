import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Provider } from "@hooks/core";
import { testProvider, type Vector } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import { allIds, presetIds } from "./preset-ids.ts";

const dir = join(import.meta.dirname, "..");

const camelCase = (id: string): string =>
  id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

test("there are presets, and each vector file has its own", () => {
  expect(allIds.length).toBeGreaterThanOrEqual(10);
  const vectorIds = globSync("vectors/*.json", { cwd: dir }).map((path) => basename(path, ".json"));
  expect(vectorIds.sort()).toEqual(allIds);
});

for (const id of presetIds) {
  const module: Record<string, Provider> = await import(`../src/${id}.ts`);
  const provider = module[camelCase(id)];
  const vectorFile = join(dir, `vectors/${id}.json`);
  const vectors: readonly Vector[] = existsSync(vectorFile)
    ? JSON.parse(readFileSync(vectorFile, "utf8"))
    : [];

  describe(id, () => {
    test("is one literal, named after its file", () => {
      expect(Object.keys(module)).toEqual([camelCase(id)]);
      expect(provider?.id).toBe(id);
      const source = readFileSync(join(dir, `src/${id}.ts`), "utf8");
      const [literal = ""] = source.match(/^export const [\s\S]*?^\};$/m) ?? [];
      expect(literal.split("\n").length).toBeLessThanOrEqual(25);
      expect(source.match(/^import .*$/gm)).toEqual([
        'import type { Provider } from "@hooks/core";',
      ]);
    });

    // Refused ones are made from it.
    test("has a vector that is accepted", () => {
      expect(vectors.some(({ expect: verdict }) => verdict.error === undefined)).toBe(true);
    });

    if (provider) testProvider(provider, vectors, { test });
  });
}
