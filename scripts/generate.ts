/** Writes what follows from the presets, their vectors and the last conformance run; `--check` fails where a file is out of step. */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../conformance/collector/result-file.ts";
import { matrix } from "../conformance/matrix.ts";
import { coverageOf, coverageText, peersOf } from "./preset-coverage.ts";
import { compactTable, presetIndex, proofList, providersPage } from "./preset-lists.ts";
import { presetPage } from "./preset-page.ts";
import { loadPresets } from "./presets.ts";
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

const presets = await loadPresets();
const peers = peersOf();
const coverage = coverageOf(presets, peers);
const pages = "docs/providers";
const sections: readonly (readonly [file: string, section: string, content: string])[] = [
  ["README.md", "presets", compactTable(presets, peers, pages)],
  ["README.md", "conformance", matrix(readResults())],
  ["packages/providers/README.md", "presets", compactTable(presets, peers, `../../${pages}`)],
];

const wanted = new Map([
  ["packages/providers/src/all.ts", presetIndex(presets)],
  ["packages/cli/src/proven-presets.ts", proofList(coverage)],
  [`${pages}.md`, providersPage(presets, peers, coverage)],
]);
for (const [file, section, content] of sections) {
  const text = wanted.get(file) ?? readFileSync(join(root, file), "utf8");
  wanted.set(file, withSection(file, text, section, content));
}
for (const preset of presets) wanted.set(`${pages}/${preset.id}.md`, presetPage(preset, peers));

const isCheck = process.argv.includes("--check");
const stale: string[] = [];
mkdirSync(join(root, pages), { recursive: true });
for (const [file, text] of wanted) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (isCheck) stale.push(`${file} is out of step: run \`pnpm generate\``);
  else writeFileSync(path, text);
}

const leftOver = globSync(`${pages}/*`, { cwd: root }).filter((file) => !wanted.has(file));
for (const file of leftOver) {
  if (isCheck) stale.push(`${file} is of no preset: run \`pnpm generate\``);
  else rmSync(join(root, file));
}

console.log(coverageText(coverage));
report(stale, `${wanted.size} generated files are in step`);
