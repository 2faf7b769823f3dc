import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findExecutable } from "../../conformance/collector/find-executable.ts";
import { denoArgs, startProcess } from "../../conformance/collector/start-process.ts";
import { requestsPerSecond, writeScript } from "../adapters/load.ts";
import { startRoute } from "../adapters/route-process.ts";
import { type HotFunction, hotFunctions } from "./hot-functions.ts";
import type { ProfileTarget } from "./target.ts";

const dir = join(import.meta.dirname, "..");

/** Of the samples, in microseconds. */
const interval = 100;

/** The flags by which Node and Deno leave a profile in a folder. */
const flagsFor = (folder: string): readonly string[] => [
  "--cpu-prof",
  `--cpu-prof-dir=${folder}`,
  `--cpu-prof-interval=${interval}`,
];

async function runOnce(command: string, args: readonly string[]): Promise<void> {
  const { ended, stop } = startProcess(command, args);
  try {
    await ended;
  } finally {
    await stop();
  }
}

async function profileAdapter(framework: string, folder: string, ms: number): Promise<void> {
  const { url, stop } = await startRoute(framework, "hooks", flagsFor(folder));
  try {
    await requestsPerSecond(url, writeScript(folder), Math.ceil(ms / 1000));
  } finally {
    await stop();
  }
}

async function run(target: ProfileTarget, folder: string, ms: number): Promise<void> {
  const flags = flagsFor(folder);
  switch (target.kind) {
    case "adapter":
      return profileAdapter(target.framework, folder, ms);
    case "verify": {
      const args = [join(dir, "verify/repeat.ts"), target.case, `${target.bytes}`, `${ms}`];
      return runOnce(process.execPath, [...flags, ...args]);
    }
    case "cold import":
      return runOnce(process.execPath, [
        ...flags,
        join(dir, "cold-import/import-once.mjs"),
        "hooks",
      ]);
    case "runtime": {
      const executable = await findExecutable(target.tool);
      if (executable === undefined) throw new Error(`${target.tool} can't be run here`);
      const [command, ...more] = target.tool === "deno" ? [...denoArgs, "--allow-write"] : [];
      const first = command === undefined ? flags : [command, ...flags, ...more];
      const args = [join(dir, "runtimes/repeat.ts"), `${target.bytes}`, `${ms}`];
      return runOnce(executable.path, [...first, ...args]);
    }
  }
}

/** Runs something for so long under a profiler, and says where the time went. */
export async function takeProfile(
  target: ProfileTarget,
  ms: number,
): Promise<readonly HotFunction[]> {
  const folder = mkdtempSync(join(tmpdir(), "hooks-profile-"));
  try {
    await run(target, folder, ms);
    const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    if (file === undefined) throw new Error("no profile was written");
    // What came before was the start.
    const lastMs = target.kind === "cold import" ? 1 / 0 : ms * 0.9;
    return hotFunctions(readFileSync(join(folder, file), "utf8"), lastMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
