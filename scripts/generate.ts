/** Writes what follows from the presets and their vectors; `--check` fails where a file is out of step. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { presetIndex, presetTable } from "./preset-lists.ts";
import { report, root } from "./workspace.ts";

const start = "<!-- presets: written by `pnpm generate` -->";
const end = "<!-- /presets -->";

function withTable(text: string, table: string): string {
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`the README lacks ${start} … ${end}`);
  return `${before}${start}\n\n${table}\n\n${end}${after}`;
}

const table = await presetTable();
const wanted = new Map([["packages/providers/src/all.ts", presetIndex()]]);
for (const readme of ["README.md", "packages/providers/README.md"]) {
  wanted.set(readme, withTable(readFileSync(join(root, readme), "utf8"), table));
}

const stale: string[] = [];
for (const [file, text] of wanted) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (process.argv.includes("--check")) stale.push(`${file} is out of step: run \`pnpm generate\``);
  else writeFileSync(path, text);
}

report(stale, `${wanted.size} generated files are in step`);
