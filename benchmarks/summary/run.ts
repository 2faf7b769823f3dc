/**
 * The goals beside what was reached, and the pictures, from the figures that the parts have left:
 * `node benchmarks/summary/run.ts [--write]`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { goalTable } from "../report/goal.ts";
import { type PartName, partNames, readPart } from "../report/part-records.ts";
import { outputDir } from "../report/publish-part.ts";
import { versions } from "../report/versions.ts";
import { table } from "../stores/publish.ts";
import { draw } from "./draw.ts";

const titles: Readonly<Record<PartName, string>> = {
  runtimes: "each runtime over its floor",
  verify: "each scheme, with others' packages",
  adapters: "requests per second in frameworks",
  memory: "heap and peak memory",
  "cold-import": "the first import",
  growth: "how the cost grows",
};

interface Grown {
  readonly name: string;
  readonly should: string;
  readonly slope: number;
  readonly isMet: boolean;
}

const to = outputDir();
const from = to ?? join(import.meta.dirname, "../../docs/benchmarks");
const parts = partNames.map((name) => ({ name, part: readPart(from, name) }));
const missing = parts.filter(({ part }) => !part).map(({ name }) => name);
if (missing.length > 0) throw new Error(`nothing is known of ${missing.join(", ")}`);

const goals = parts.flatMap(({ part }) => part?.goals ?? []);
const grown = parts.find(({ name }) => name === "growth")?.part?.data as readonly Grown[];
const machines = new Set(parts.map(({ part }) => part?.machine));

const page = `# Benchmarks

Written by \`npm run bench\`, which runs everything here; \`node benchmarks/<name>/run.ts\` runs one part, with \`--write\` to
write its page, and with \`--quick\` to see that it runs. ${[...machines].join("; ")}.

## Wanted and reached

The wanted figures are those of the project's own goals; of several figures, the worst is shown. Where one is missed,
[profiles.md](profiles.md) shows where the time goes, and [memory.md](memory.md) where the memory does.

${goalTable(goals)}

What grows, and by which power the cost grows with it: 0 is flat, 1 is linear.

${table(
  ["What grows", "should be", "slope", "met"],
  grown.map(({ name, should, slope, isMet }) => [
    name,
    should,
    slope.toFixed(2),
    isMet ? "yes" : "no",
  ]),
)}

![One verification of 1 KB](verify.svg)

![One verification of 1 KB in each runtime](runtimes.svg)

![How the cost grows](growth.svg)

## The parts

${partNames.map((name) => `- [${name}](${name}.md): ${titles[name]}; [figures](${name}.json)`).join("\n")}
- [stores](stores.md): the stores

## Compared packages

As they are published: ${versions().join(", ")}. \`nuxt-webhook-validators\` and \`better-webhook\` are not among them: the
first runs only inside a Nuxt application, the second is not published under that name.
`;
console.log(page);
if (to !== undefined) {
  writeFileSync(join(to, "README.md"), page);
  for (const { name, part } of parts) {
    const picture = draw(name, part?.data);
    if (picture !== undefined) writeFileSync(join(to, `${name}.svg`), picture);
  }
}
