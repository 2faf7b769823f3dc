/** Microseconds of a verification in each runtime: `node benchmarks/runtimes/run.ts [--quick] [--write]`. */
import { findExecutable } from "../../conformance/collector/find-executable.ts";
import { type Pace, quickPace } from "../measure/take-turns.ts";
import { isQuick, publishPart } from "../report/publish-part.ts";
import { timingHead, timingRows } from "../report/timing-rows.ts";
import { table } from "../stores/publish.ts";
import { goalsOf, type Measured } from "./goals.ts";
import type { Sized } from "./measure-runtime.ts";
import { type Runtime, runtimes } from "./runtimes.ts";

// The clocks of workerd and of pages are coarse, so a round is no shorter.
const pace: Pace = isQuick() ? quickPace : { rounds: 15, roundMs: 25, warmMs: 150 };

async function measure({ name, tool, measure: run }: Runtime): Promise<Measured> {
  const executable = await findExecutable(tool);
  if (executable === undefined) {
    console.log(`- ${name}: skipped, for ${tool} can't be run here`);
    return { name, tool };
  }
  const { path, version } = executable;
  return { name, tool, version, sized: await run(path, pace) };
}

/** Which of the ways to compute is the fastest, by size. */
function fastest(sized: readonly Sized[]): string {
  const best = sized.map(({ bytes, timings }) => {
    const [first] = timings.slice(1).toSorted((a, b) => a.microseconds - b.microseconds);
    return `${first?.name} at ${bytes.toLocaleString("en")}`;
  });
  return `The fastest of the floors: ${best.join(", ")}.`;
}

await publishPart("runtimes", "How fast a delivery is verified in each runtime", async () => {
  const measured: Measured[] = [];
  for (const runtime of runtimes) measured.push(await measure(runtime));
  const sections = measured.map(({ name, version, sized }) => {
    if (sized === undefined) return `## ${name}\n\nNot measured: it does not run on this machine.`;
    const rows = sized.flatMap(({ bytes, timings }) => timingRows(bytes, timings));
    return `## ${name}\n\nVersion ${version}. ${fastest(sized)}\n\n${table(timingHead, rows)}`;
  });
  return {
    goals: goalsOf(measured),
    text: `GitHub's scheme, over floors: the same HMAC and a comparison in constant time by
\`createHmac\`, by WebCrypto and by @noble/hashes, each but the first with a key that was prepared once. What a runtime has
not got is missing. The answers are checked before anything is timed. One process for each runtime; medians of
${pace.rounds} rounds, in which all take turns; a ratio is the median of the rounds' ratios.

![Microseconds of a verification at 1 KB, by runtime](runtimes.svg)

${sections.join("\n\n")}
`,
    data: { pace, measured },
  };
});
process.exit();
