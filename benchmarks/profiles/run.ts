/**
 * Where the time goes in what is slower than wanted, by the figures that the other parts have left:
 * `node benchmarks/profiles/run.ts [--quick] [--write]`.
 */
import { join } from "node:path";
import { isMet } from "../report/goal.ts";
import { partNames, readPart } from "../report/part-records.ts";
import { isQuick, outputDir, publishPart } from "../report/publish-part.ts";
import { table } from "../stores/publish.ts";
import type { ComparedPart } from "./compare-parts.ts";
import type { HotFunction } from "./hot-functions.ts";
import { compareSides, takeProfile } from "./take-profile.ts";
import type { ProfileTarget } from "./target.ts";

const ms = isQuick() ? 200 : 2000;
const shown = 12;
const from = outputDir() ?? join(import.meta.dirname, "../../docs/benchmarks");

interface Missed {
  readonly title: string;
  readonly target: ProfileTarget;
}

/** What is slower than wanted, each once. */
function missed(): readonly Missed[] {
  const goals = partNames.flatMap((name) => readPart(from, name)?.goals ?? []);
  const all = goals.flatMap((goal) =>
    goal.cases
      .filter((one) => one.reached !== null && !isMet(goal, one))
      .flatMap(({ name, profile }) =>
        profile ? { title: `${goal.work}: ${name}`, target: profile } : [],
      ),
  );
  const byTarget = new Map(all.toReversed().map((one) => [JSON.stringify(one.target), one]));
  // One of each kind is enough to see that it runs.
  const kinds = new Map([...byTarget.values()].map((one) => [one.target.kind, one]));
  return [...(isQuick() ? kinds : byTarget).values()].toReversed();
}

function section(title: string, functions: readonly HotFunction[]): string {
  const rows = functions
    .slice(0, shown)
    .map(({ name, share }) => [name.replaceAll("|", "\\|"), `${(share * 100).toFixed(1)} %`]);
  return `## ${title}\n\n${table(["Function", "of the time"], rows)}`;
}

/** Where the time of one request goes that the other side does not need. */
function comparison(parts: readonly ComparedPart[]): string {
  const rows = parts
    .slice(0, shown)
    .map(({ name, byHandUs, hooksUs }) => [
      name,
      byHandUs.toFixed(1),
      hooksUs.toFixed(1),
      (hooksUs - byHandUs).toFixed(1),
    ]);
  const head = ["Of one request", "by hand, µs", "hooks, µs", "more, µs"];
  return `Beside the same route by hand, by file and package:\n\n${table(head, rows)}`;
}

await publishPart("profiles", "Where the time goes", async () => {
  const sections: string[] = [];
  for (const { title, target } of missed()) {
    sections.push(section(title, await takeProfile(target, ms)));
    if (target.kind === "adapter") {
      sections.push(comparison(await compareSides(target.framework, ms)));
    }
  }
  return {
    goals: [],
    text: `One section for each figure that is not what is wanted and that a profile can be taken of. What
is profiled is ours: its functions by the time that they take themselves, without what they call. An adapter is compared with
the same route by hand as well: both are loaded one after the other, and what is slower in all of its parts, the runtime's own
too, has run on a machine that was busier or with colder caches. \`(program)\` is the runtime's own code, with
that of OpenSSL; idle time is left out.

${sections.join("\n\n") || "Nothing is slower than wanted."}
`,
    data: {},
  };
});
process.exit();
