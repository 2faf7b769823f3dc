/**
 * Runs every part of the benchmarks, one after the other, and writes the summary and the pictures:
 * `node benchmarks/run-all.ts [--quick | --write]`, after `pnpm build`. Without `--write` nothing stays. The last line is
 * `N passed, M failed`; a goal that is missed is no failure, a part that does not run is one.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProcess } from "../conformance/collector/start-process.ts";
import { partNames } from "./report/part-records.ts";
import { isQuick, outputDir } from "./report/publish-part.ts";

const written = outputDir();
const dir = written ?? mkdtempSync(join(tmpdir(), "hooks-benchmarks-"));
const options = [...(isQuick() ? ["--quick"] : []), `--to=${dir}`];

// An end by a signal is one at which what was started is ended as well.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

let failed = 0;

async function run(part: string): Promise<void> {
  const startedAt = performance.now();
  const script = join(import.meta.dirname, part, "run.ts");
  const { ended, stop } = startProcess(process.execPath, [script, ...options]);
  const told = await ended.catch((error: Error) => {
    failed++;
    return `✗ ${part}: ${error.message}`;
  });
  await stop();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const lines = told.split("\n");
  const shown = isQuick() ? lines.filter((line) => /^(✗|- .*: skipped, )/.test(line)) : lines;
  if (isQuick() && told.startsWith("✗")) console.log(told);
  else console.log([...shown, `${part} (${seconds} s)`].join("\n"));
}

const all = [...partNames, "profiles", "summary"];
try {
  for (const part of all) await run(part);
  const files = readdirSync(dir);
  const expected = [...all.slice(0, -1).map((part) => `${part}.md`), "README.md", "verify.svg"];
  for (const file of expected.filter((name) => !files.includes(name))) {
    failed++;
    console.log(`✗ ${file} was not written`);
  }
} finally {
  if (written === undefined) rmSync(dir, { recursive: true, force: true });
}
console.log(`${all.length - Math.min(failed, all.length)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
