/**
 * Runs every part of the benchmarks, one after the other, and writes the summary and the pictures:
 * `node benchmarks/run-all.ts [--quick | --write]`, after `pnpm build`. Without `--write` nothing stays. The last line is
 * `N passed, M failed`; a goal that is missed is no failure, a part that does not run is one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { partNames } from "./report/part-records.ts";
import { isQuick, outputDir } from "./report/publish-part.ts";

const written = outputDir();
const dir = written ?? mkdtempSync(join(tmpdir(), "hooks-benchmarks-"));
const options = [...(isQuick() ? ["--quick"] : []), `--to=${dir}`];

let running: ChildProcess | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // It ends what it has started itself.
    running?.kill(signal);
    process.exit(1);
  });
}

let failed = 0;

async function run(part: string): Promise<void> {
  const startedAt = performance.now();
  const script = join(import.meta.dirname, part, "run.ts");
  const child = spawn(process.execPath, [script, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  const closed = once(child, "close");
  const [page, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const lines = page.split("\n").filter((line) => !isQuick() || /^- .*: skipped, /.test(line));
  if (lines.length > 0) console.log(lines.join("\n"));
  if (code !== 0) {
    failed++;
    console.log(errors.slice(-2000));
  }
  console.log(`${code === 0 ? "✓" : "✗"} ${part} (${seconds} s)`);
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
