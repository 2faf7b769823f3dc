import { expect, test } from "vitest";
import type { Conformer } from "../collector/conformer.ts";
import { problemsOf } from "../collector/problems-of.ts";
import type { Report } from "../collector/run-conformers.ts";
import { readVectors } from "../runners/read-vectors.ts";

const vectors = Object.values(readVectors()).flat().length;

function report(name: string, version: string, checks: Record<string, number>): Report {
  const conformer: Conformer = {
    name,
    tool: "node24",
    crypto: "node:crypto",
    peers: "all",
    run: () => Promise.reject(new Error("it is not run here")),
  };
  const row = { name, version, crypto: "node:crypto", checks } as const;
  return { conformer, row, failures: [], isSkipped: false, seconds: 0 };
}

test("runs that are as they should be have no problem", () => {
  const good = { vectors, flow: 3 };
  expect(problemsOf([report("Node 24", "24.1.0", good), report("Bun", "1.0.0", good)])).toEqual([]);
});

test.each([
  ["another version", report("Node 22", "24.1.0", { vectors, flow: 3 }), "Node 22 is 24.1.0"],
  ["a vector less", report("Bun", "1", { vectors: vectors - 1, flow: 3 }), "of"],
  ["no vectors", report("Bun", "1", { flow: 3 }), "of"],
  ["a group that is empty", report("Bun", "1", { vectors, flow: 0 }), "has run nothing"],
  ["a check less than another", report("Bun", "1", { vectors, flow: 2 }), "Node 24: flow 3"],
])("%s is one", (_, bad, problem) => {
  const good = report("Node 24", "24.1.0", { vectors, flow: 3 });
  expect(problemsOf([good, bad]).join()).toContain(problem);
});

test("a runtime that has run nothing at all has problems", () => {
  expect(problemsOf([report("Bun", "1", {})])).toHaveLength(2);
});
