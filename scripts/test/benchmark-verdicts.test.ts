import { expect, test } from "vitest";
import { mostOf, slopeOf, steepestOf } from "../../benchmarks/growth/growth.ts";
import { takeTurns } from "../../benchmarks/measure/take-turns.ts";
import { escaped } from "../../benchmarks/plots/svg.ts";
import { compareParts } from "../../benchmarks/profiles/compare-parts.ts";
import { hotFunctions } from "../../benchmarks/profiles/hot-functions.ts";
import { type Goal, goalTable, isMet } from "../../benchmarks/report/goal.ts";

const goal = (bound: Goal["bound"], ...reached: readonly (number | null)[]): Goal => ({
  work: "work",
  bound,
  wanted: 2,
  unit: "×",
  cases: reached.map((one, i) => ({ name: `case ${i}`, reached: one })),
});

const verdictOf = (one: Goal): string => goalTable([one]).split("\n").at(-1) ?? "";

test("a goal is met up to its bound and no further", () => {
  const met = (bound: Goal["bound"], reached: number) => isMet(goal(bound), { name: "", reached });
  expect([met("at most", 2), met("at most", 2.001)]).toEqual([true, false]);
  expect([met("at least", 2), met("at least", 1.999)]).toEqual([true, false]);
});

test("what was not measured or is no number is not met", () => {
  expect(isMet(goal("at most"), { name: "", reached: null })).toBe(false);
  expect(isMet(goal("at least"), { name: "", reached: Number.NaN })).toBe(false);
  expect(verdictOf(goal("at most", 1, null))).toContain("1 of 2; not measured: case 1");
});

test("of several figures the worst is shown, and how many are met", () => {
  expect(verdictOf(goal("at most", 1, 4, 3))).toBe(
    "| work | at most 2 × | 4.00 × (case 1) | 1 of 3 |",
  );
  expect(verdictOf(goal("at least", 3, 1.5))).toBe(
    "| work | at least 2 × | 1.50 × (case 1) | 1 of 2 |",
  );
  expect(verdictOf(goal("at least", 3, 4))).toContain("| yes |");
  expect(verdictOf(goal("at least", 1, 0.5))).toContain("| no |");
});

test("a slope is the power by which a cost grows", () => {
  const counts = [1, 10, 100, 1000];
  expect(slopeOf(counts, [3, 3, 3, 3])).toBeCloseTo(0);
  expect(slopeOf(counts, [2, 20, 200, 2000])).toBeCloseTo(1);
  expect(slopeOf(counts, [1, 100, 1e4, 1e6])).toBeCloseTo(2);
  expect(slopeOf(counts, [1, 100, 1e4, 1e6])).toBeGreaterThan(mostOf.linear);
  expect(steepestOf(counts, [1, 1, 1, 10])).toBeCloseTo(1);
});

test("contenders take turns, and each goes first as often as the others", async () => {
  const runs: string[] = [];
  const contenders = ["a", "b"].map((name) => ({
    name,
    run: () => {
      if (runs.at(-1) !== name) runs.push(name);
    },
  }));
  const timings = await takeTurns(contenders, { rounds: 4, roundMs: 0.2, warmMs: 0 });
  expect(timings.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(timings[0]?.ratio).toBe(1);
  // Each was run warm by itself; then the rounds, where two of the same in a row are one run here.
  expect(runs).toEqual(["a", "b", "a", "b", "a", "b", "a"]);
});

test("a profile names where the end of its time goes, and leaves out idle time", () => {
  const frame = (functionName: string, url = "") => ({ functionName, url, lineNumber: 0 });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame("start") },
      { id: 2, callFrame: frame("judge", "file:///somewhere/packages/core/dist/index.js") },
      { id: 3, callFrame: frame("(idle)") },
      { id: 4, callFrame: frame("digest") },
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [5000, 3000, 5000, 1000],
  };
  expect(hotFunctions(JSON.stringify(profile), 9)).toEqual([
    { name: "judge, packages/core/dist/index.js:1", share: 0.75 },
    { name: "digest", share: 0.25 },
  ]);
});

test("two loads are compared by what each part takes of one request", () => {
  const frame = (functionName: string, url = "") => ({ functionName, url, lineNumber: 0 });
  const load = (timeDeltas: readonly number[], requests: number) => ({
    json: JSON.stringify({
      nodes: [
        { id: 1, callFrame: frame("route", "file:///x/node_modules/@some/server/lib/route.js") },
        { id: 2, callFrame: frame("reply", "file:///x/node_modules/@some/server/lib/reply.js") },
        { id: 3, callFrame: frame("judge", "file:///x/packages/core/dist/core.js") },
        { id: 4, callFrame: frame("write") },
        { id: 5, callFrame: frame("(idle)") },
      ],
      samples: [1, 2, 3, 4, 5],
      timeDeltas,
    }),
    lastMs: 1000,
    requests,
  });
  expect(compareParts(load([20, 20, 0, 60, 900], 10), load([20, 20, 40, 80, 900], 5))).toEqual([
    { name: "write", byHandUs: 6, hooksUs: 16 },
    { name: "packages/core/dist/core.js", byHandUs: 0, hooksUs: 8 },
    { name: "node_modules/@some/server", byHandUs: 4, hooksUs: 8 },
  ]);
});

test("text in a picture can't become markup", () => {
  expect(escaped('<a href="b">&')).toBe("&lt;a href=&quot;b&quot;&gt;&amp;");
});
