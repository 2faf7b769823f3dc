/** Writes what follows from the presets, their vectors and the last conformance run; `--check` fails where a file is out of step. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../conformance/collector/result-file.ts";
import { matrix } from "../conformance/matrix.ts";
import { presetIndex, presetTable } from "./preset-lists.ts";
import { report, root } from "./workspace.ts";

/** Replaces what stands between a section's markers. */
function withSection(file: string, text: string, section: string, content: string): string {
  const start = new RegExp(`<!-- ${section}: .*? -->`).exec(text)?.[0];
  const end = `<!-- /${section} -->`;
  const [before, rest] = start ? text.split(start) : [];
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} lacks the markers of ${section}`);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}

const table = await presetTable();
const sections: readonly (readonly [file: string, section: string, content: string])[] = [
  ["README.md", "presets", table],
  ["README.md", "conformance", matrix(readResults())],
  ["packages/providers/README.md", "presets", table],
];

const wanted = new Map([["packages/providers/src/all.ts", presetIndex()]]);
for (const [file, section, content] of sections) {
  const text = wanted.get(file) ?? readFileSync(join(root, file), "utf8");
  wanted.set(file, withSection(file, text, section, content));
}

const stale: string[] = [];
for (const [file, text] of wanted) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (process.argv.includes("--check")) stale.push(`${file} is out of step: run \`pnpm generate\``);
  else writeFileSync(path, text);
}

report(stale, `${wanted.size} generated files are in step`);
