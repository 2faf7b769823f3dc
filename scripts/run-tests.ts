/** Runs every vitest project and counts its tests; a package without a test counts as a failure. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { publicPackages, root } from "./workspace.ts";

/** Where the report of the last run is left. */
export const testReport: string = join(root, "node_modules/.cache/vitest-report.json");

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Shown only when something failed. */
  readonly output: string;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export async function runTests(): Promise<Outcome> {
  rmSync(testReport, { force: true });
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${testReport}`];
  // Whatever the shell still names from testing one preset, here all are tested.
  const env = { ...process.env, HOOKS_PROVIDER: "" };
  const run = spawnSync("vitest", args, { cwd: root, encoding: "utf8", env });
  try {
    const report = JSON.parse(readFileSync(testReport, "utf8")) as Report;
    return count(report, run.status, `${run.stdout}${run.stderr}`);
  } catch {
    return { passed: 0, failed: 1, output: `${run.stdout}${run.stderr}` };
  }
}

function count(report: Report, status: number | null, output: string): Outcome {
  const tested = report.testResults
    .filter(({ assertionResults }) => assertionResults.some((test) => test.status === "passed"))
    .map(({ name }) => relative(root, name).replaceAll("\\", "/"));
  const untested = publicPackages()
    .filter(({ dir }) => !tested.some((file) => file.startsWith(`${dir}/test/`)))
    .map(({ manifest }) => `${manifest.name} has no passing test`);
  // A file that does not load, or an error outside of any test, fails the run without failing a test.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failedTests = report.numFailedTests + unloaded.length;
  const unexplained = status !== 0 && failedTests === 0 ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failedTests + unexplained + untested.length,
    output: [output, ...untested].join("\n"),
  };
}
