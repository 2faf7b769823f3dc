/** The provider that CONTRIBUTING adds passes the suite, as it says. */
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { Provider } from "@hooks/core";
import { testProvider, type Vector } from "@hooks/testing";
import { expect, test } from "vitest";

const text = readFileSync(new URL("../../../CONTRIBUTING.md", import.meta.url), "utf8");
const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(text)?.[1] ?? "";

const code = encodeURIComponent(stripTypeScriptTypes(block("ts")));
const module: Record<string, Provider> = await import(`data:text/javascript,${code}`);
const [provider] = Object.values(module) as [Provider];
const vectors: readonly Vector[] = JSON.parse(block("json"));

test("there is a vector that is accepted", () => {
  expect(vectors.some(({ expect: { error } }) => error === undefined)).toBe(true);
});

testProvider(provider, vectors, { test });
