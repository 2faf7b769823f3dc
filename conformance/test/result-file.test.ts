import { expect, test } from "vitest";
import { differencesOf, newestRows } from "../collector/result-file.ts";
import type { Row } from "../collector/rows.ts";

const node: Row = {
  name: "Node 24",
  version: "24.1.0",
  crypto: "node:crypto",
  checks: { vectors: 5, flow: 3 },
};
const chromium: Row = { name: "Chromium, page", version: "150.0", checks: { vectors: 5 } };
const written = [node, chromium];
const differences = (rows: readonly Row[], unmeasured: readonly string[] = []): string =>
  differencesOf("runtimes", rows, unmeasured, written).join("\n");

test("what was measured as it was written down is no difference, whatever its order", () => {
  const sorted = { ...node, checks: { flow: 3, vectors: 5 } };
  expect(differences([chromium, sorted])).toBe("");
});

test("vectors that were added are no difference, vectors that are gone are one", () => {
  const withVectors = (vectors: number): Row => ({ ...node, checks: { vectors, flow: 3 } });
  expect(differences([chromium, withVectors(6)])).toBe("");
  expect(differences([chromium, withVectors(4)])).toContain("vectors 4");
  expect(differences([chromium, { ...node, checks: { flow: 3 } }])).toContain("Node 24");
});

test("the system's Chromium may be another", () => {
  expect(differences([node, { ...chromium, version: "151.0" }])).toBe("");
});

test("what could not be measured here is no difference", () => {
  expect(differences([node], ["Chromium, page"])).toBe("");
});

test.each([
  ["another version of what is pinned", [{ ...node, version: "24.2.0" }, chromium], "24.2.0"],
  ["another crypto path", [{ ...node, crypto: "noble" as const }, chromium], "HMAC by noble"],
  ["a check more", [{ ...node, checks: { vectors: 5, flow: 4 } }, chromium], "flow 4"],
  ["a group less", [{ ...node, checks: { vectors: 5 } }, chromium], "Node 24"],
  ["a check less in Chromium", [node, { ...chromium, checks: { vectors: 4 } }], "vectors 4"],
  ["a row less", [node], "measured was nothing"],
  ["a row more", [...written, { ...node, name: "Node 30" }], "has nothing"],
])("%s is one, told with the command that writes it down", (_, rows, told) => {
  const text = differences(rows);
  expect(text).toContain(told);
  expect(text).toContain("`pnpm conformance`");
});

test("what could not be measured is written as it was before", () => {
  const now = { ...node, version: "24.2.0" };
  const rows = newestRows(["Chromium, page", "Node 24", "Deno"], [now], written);
  expect(rows).toEqual([chromium, now]);
});
