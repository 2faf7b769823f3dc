/** Microseconds of a verification, by us, by hand and by others: `node benchmarks/verify/run.ts [--quick] [--write]`. */
import { join } from "node:path";
import { runNode } from "../measure/run-node.ts";
import { quickPace } from "../measure/take-turns.ts";
import type { Goal, GoalCase } from "../report/goal.ts";
import { isQuick, publishPart } from "../report/publish-part.ts";
import { timingHead, timingRows } from "../report/timing-rows.ts";
import { table } from "../stores/publish.ts";
import type { Case, CaseGoal } from "./case.ts";
import { cases } from "./cases.ts";
import { fullPace, type Sized } from "./sized.ts";

const script = join(import.meta.dirname, "measure-case.ts");
const pace = isQuick() ? quickPace : fullPace;

/** Each in a process of its own, for an application has few providers, and code that has seen many is slower. */
const measureCase = ({ name }: Case): Promise<readonly Sized[]> =>
  runNode(script, isQuick() ? [name, "--quick"] : [name]);

function goalOf(one: Case, goal: CaseGoal, sized: readonly Sized[]): Goal {
  const reachedBy = (name: string, bytes: number): GoalCase => {
    const timings = sized.find((size) => size.bytes === bytes)?.timings;
    const ratio = timings?.find((timing) => timing.name === name)?.ratio ?? Number.NaN;
    const reached = goal.bound === "at most" ? ratio : 1 / ratio;
    return { name, reached, profile: { kind: "verify", case: one.name, bytes } };
  };
  const { work, bound, wanted } = goal;
  const figures = goal.bytes.flatMap((bytes) => goal.over.map((name) => reachedBy(name, bytes)));
  return { work, bound, wanted, unit: "×", cases: figures };
}

await publishPart("verify", "How fast a delivery is verified", async () => {
  const measured: { readonly one: Case; readonly sized: readonly Sized[] }[] = [];
  for (const one of cases) measured.push({ one, sized: await measureCase(one) });
  const sections = measured.map(({ one, sized }) => {
    const rows = sized.flatMap(({ bytes, timings }) => timingRows(bytes, timings));
    return `## ${one.name}\n\n${table(timingHead, rows)}`;
  });
  return {
    goals: measured.flatMap(({ one, sized }) =>
      (one.goals ?? []).map((goal) => goalOf(one, goal, sized)),
    ),
    text: `One process for each section; each does the same work on the same bytes, and its answers are checked before it is timed.
Medians of ${pace.rounds} rounds, in which all take turns; a ratio is the median of the rounds' ratios, and below 1 ours is faster.

![Microseconds of a verification at 1 KB](verify.svg)

${sections.join("\n\n")}
`,
    data: {
      pace,
      cases: measured.map(({ one: { name }, sized }) => ({ name, sized })),
    },
  };
});
