/** Milliseconds to import `@hooks/core` and a preset: `node benchmarks/cold-import/run.ts [--quick] [--write]`. */
import { join } from "node:path";
import { runNode } from "../measure/run-node.ts";
import { quantile } from "../measure/take-turns.ts";
import { isQuick, publishPart } from "../report/publish-part.ts";
import { table } from "../stores/publish.ts";

const rounds = isQuick() ? 2 : 61;
const script = join(import.meta.dirname, "import-once.mjs");
const subjects = ["empty", "hooks", "verified"] as const;

await publishPart("cold-import", "How long the first import takes", async () => {
  const taken: Record<(typeof subjects)[number], number[]> = {
    empty: [],
    hooks: [],
    verified: [],
  };
  for (let round = 0; round < rounds; round++) {
    for (const subject of round % 2 ? subjects.toReversed() : subjects) {
      taken[subject].push(await runNode<number>(script, [subject]));
    }
  }
  const overEmpty = (subject: (typeof subjects)[number]): readonly number[] =>
    taken[subject].map((ms, round) => ms - (taken.empty[round] as number));
  const over = overEmpty("hooks");
  const row = (name: string, ms: readonly number[]): readonly string[] => [
    name,
    ...[0.5, 0.25, 0.75].map((share) => quantile(ms, share).toFixed(2)),
  ];
  const rows = [
    row("an empty module", taken.empty),
    row("`@hooks/core` and `@hooks/providers/github`", taken.hooks),
    row("the second over the first", over),
    row("both, and a first verification, over the first", overEmpty("verified")),
  ];
  return {
    goals: [
      {
        work: "import of `@hooks/core` and a preset, cold, over an empty module",
        bound: "at most",
        wanted: 5,
        unit: "ms",
        cases: [{ name: "Node", reached: quantile(over, 0.5), profile: { kind: "cold import" } }],
      },
    ],
    text: `Each import in a process of its own, ${rounds} of each, in turns; the files are in the
system's cache, and nothing is in the process's. The first verification is what loads \`node:crypto\`, where nothing else
has; an application that verifies no HMAC never does.

${table(["", "ms, median", "a quarter below", "a quarter above"], rows)}
`,
    data: { rounds, taken },
  };
});
