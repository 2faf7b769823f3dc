/** Runs every check of `npm test`, quietly when it passes, and prints the total as the last line. */
import { spawn } from "node:child_process";
import { type Outcome, runTests, testReport } from "./run-tests.ts";
import { root } from "./workspace.ts";

const checks: readonly (readonly [name: string, command: string])[] = [
  ["format and lint", "biome check --error-on-warnings --colors=off"],
  ["types", "pnpm run typecheck"],
  ["file rules", "node scripts/check-files.ts"],
  ["import arrows", "node scripts/check-arrows.ts"],
  ["registry hosts", "node scripts/check-registry-hosts.ts"],
  ["documentation snippets", "node scripts/check-snippets.ts"],
  ["generated files", "node scripts/generate.ts --check"],
  ["build", "turbo run build --output-logs=errors-only"],
  ["bundle sizes", "node scripts/check-bundles.ts"],
  ["work of a verification", "node benchmarks/work/check-work.ts"],
  ["packages", "node scripts/check-packages.ts"],
  ["reference docs", "pnpm --filter docs reference --emit none"],
];

/** What runs the built packages or reads the report of the tests; each says how many checks it has made. */
const afterTests: typeof checks = [
  ["conformance of frameworks", `node conformance/framework-counts.ts "${testReport}"`],
  ["conformance of runtimes and hosts", "node conformance/run-all.ts"],
  ["peers", "node conformance/peers/run.ts"],
  ["faults", "node conformance/faults/run.ts"],
  ["benchmarks run", "node benchmarks/run-all.ts --quick"],
  ["faults of queues", "node conformance/queue-faults/run.ts"],
  ["faults of dispatchers", "node conformance/dispatch-faults/run.ts"],
];

function runCommand(command: string): Promise<Outcome> {
  const child = spawn(command, { cwd: root, shell: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const isGood = code === 0;
      const [, passed, failed] = output.match(/(\d+) passed, (\d+) failed\n$/) ?? [];
      resolve({
        passed: Number(passed ?? isGood),
        failed: Math.max(Number(failed ?? 0), isGood ? 0 : 1),
        output,
      });
    });
  });
}

let passed = 0;
let failed = 0;

async function report(name: string, run: () => Promise<Outcome>): Promise<void> {
  const start = performance.now();
  const outcome = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  passed += outcome.passed;
  failed += outcome.failed;
  console.log(`${outcome.failed === 0 ? "✓" : "✗"} ${name} (${seconds} s)`);
  const skipped = outcome.output.split("\n").filter((line) => /^- .*: skipped, /.test(line));
  if (outcome.failed > 0) console.log(outcome.output.trimEnd());
  else for (const line of skipped) console.log(line);
}

for (const [name, command] of checks) {
  await report(name, () => runCommand(command));
}
await report("tests", runTests);
for (const [name, command] of afterTests) {
  await report(name, () => runCommand(command));
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
