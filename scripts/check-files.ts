/** Checks the bounds of style that no linter rule covers: file names and file lengths. */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { report, root } from "./workspace.ts";

const maxLines = 300;
const maxMedianLines = 80;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|config))?\.m?ts$/;
/** Names that a framework forces. */
const forced = /^(\+server|entry\.server|\[.+\]|next-env\.d)\.ts$/;
const saysNothing = /^(utils?|helpers?|types?|common|misc)\./;

const files = globSync("{packages,examples,conformance,benchmarks,scripts}/**/*.{ts,mts}", {
  cwd: root,
  exclude: (path) => ["node_modules", "dist", ".next", ".svelte-kit"].includes(basename(path)),
}).map((file) => file.replaceAll("\\", "/"));

const problems: string[] = [];
const sourceLengths: number[] = [];

for (const file of files) {
  const name = basename(file);
  const lines = readFileSync(join(root, file), "utf8").trimEnd().split("\n").length;
  if (file.startsWith("packages/") && file.includes("/src/")) sourceLengths.push(lines);
  if (!kebabCase.test(name) && !forced.test(name))
    problems.push(`${file}: the name is not kebab-case`);
  if (saysNothing.test(name)) problems.push(`${file}: the name says nothing about what is inside`);
  if (lines > maxLines) problems.push(`${file}: ${lines} lines, at most ${maxLines} are allowed`);
  if (
    name === "index.ts" &&
    !/^packages\/((adapters|queues|stores)\/)?[^/]+\/src\/index\.ts$/.test(file)
  ) {
    problems.push(`${file}: index.ts stands only at a package's root`);
  }
}

const median = sourceLengths.sort((a, b) => a - b)[Math.floor(sourceLengths.length / 2)] ?? 0;
if (median > maxMedianLines) {
  problems.push(
    `the median source file has ${median} lines, at most ${maxMedianLines} are allowed`,
  );
}

report(problems, `${files.length} files, the median source file has ${median} lines`);
