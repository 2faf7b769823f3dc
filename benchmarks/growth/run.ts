/** How the cost grows with what grows: `node benchmarks/growth/run.ts [--quick] [--write]`. */
import { join } from "node:path";
import { runNode } from "../measure/run-node.ts";
import { isQuick, publishPart } from "../report/publish-part.ts";
import { table } from "../stores/publish.ts";
import { type Cost, mostOf, slopeOf, steepestOf } from "./growth.ts";
import { growths } from "./growths.ts";

const script = join(import.meta.dirname, "measure-growth.ts");

/** Of one growth. */
export interface Grown {
  readonly name: string;
  readonly should: string;
  readonly counts: readonly number[];
  readonly microseconds: readonly number[];
  /** By which power it grows, over all. */
  readonly slope: number;
  readonly isMet: boolean;
}

await publishPart("growth", "How the cost grows", async () => {
  const grown: Grown[] = [];
  const sections: string[] = [];
  for (const { name, of, should, counts } of growths) {
    const args = isQuick() ? [name, "--quick"] : [name];
    const costs = await runNode<readonly Cost[]>(script, args);
    const microseconds = costs.map((cost) => cost.microseconds);
    const taken = counts.slice(0, microseconds.length);
    const slope = slopeOf(taken, microseconds);
    const isMet = slope <= mostOf[should];
    grown.push({ name, should, counts: taken, microseconds, slope, isMet });
    const [first = Number.NaN] = microseconds;
    const rows = costs.map((cost, i) => [
      (taken[i] ?? 0).toLocaleString("en"),
      cost.microseconds.toFixed(2),
      cost.spread.map((one) => one.toFixed(2)).join("–"),
      (cost.microseconds / first).toFixed(2),
    ]);
    sections.push(`## ${name}

Of ${of}. Slope ${slope.toFixed(2)}, at the steepest ${steepestOf(taken, microseconds).toFixed(2)}; it should be ${should}, and ${isMet ? "is" : "**is not**"}.

${table([name, "µs", "middle half", "over the first"], rows)}`);
  }
  return {
    goals: [],
    text: `A slope is the power by which the cost grows, fitted to all points on logarithmic axes: 0
is flat, 1 is linear. A fixed part makes it smaller. Flat is at most ${mostOf.flat}, which is to double while something grows a
thousandfold; linear is at most ${mostOf.linear}. One process for each section; medians of rounds, in which all sizes take turns.

![How the cost grows](growth.svg)

${sections.join("\n\n")}
`,
    data: grown,
  };
});
