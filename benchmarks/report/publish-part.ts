import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machine } from "../stores/publish.ts";
import { type Goal, goalTable } from "./goal.ts";

/** What a part of the benchmarks has found. */
export interface Findings {
  readonly goals: readonly Goal[];
  /** The page about it, in Markdown, below its title. */
  readonly text: string;
  /** The figures behind it. */
  readonly data: unknown;
}

/** What is kept of a part, as JSON. */
export interface PartRecord extends Omit<Findings, "text"> {
  readonly machine: string;
}

/** Where a run leaves its pages: with `--write` in the documentation, else in the folder of `--to=<folder>`, if any. */
export function outputDir(): string | undefined {
  const to = process.argv.find((argument) => argument.startsWith("--to="));
  if (to !== undefined) return to.slice("--to=".length);
  if (!process.argv.includes("--write")) return undefined;
  if (isQuick()) throw new Error("a quick run measures nothing that could be written down");
  return join(import.meta.dirname, "../../docs/benchmarks");
}

/** Is it only to be seen that everything runs? */
export const isQuick = (): boolean => process.argv.includes("--quick");

/** Measures a part, prints its page, and writes it where that is wanted. */
export async function publishPart(
  name: string,
  title: string,
  measure: () => Promise<Findings>,
): Promise<void> {
  // An end by a signal is one at which what was started is ended as well.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const dir = outputDir();
  const { goals, text, data } = await measure();
  const wanted = goals.length === 0 ? "" : `\n## Wanted and reached\n\n${goalTable(goals)}\n`;
  const page = `# ${title}

Written by \`node benchmarks/${name}/run.ts --write\`, after \`pnpm build\`.

${machine()}. ${text}
${wanted}`;
  console.log(page);
  if (dir === undefined) return;
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, `${name}.md`), page);
  const kept: PartRecord = { machine: machine(), goals, data };
  writeFileSync(join(dir, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}
