import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findExecutable, type Tool } from "../../conformance/collector/find-executable.ts";
import { bunArgs, denoArgs, startProcess } from "../../conformance/collector/start-process.ts";
import { load, writeScript } from "../adapters/load.ts";
import { startRoute } from "../adapters/route-process.ts";
import { type ComparedPart, compareParts, type ProfiledLoad } from "./compare-parts.ts";
import { type HotFunction, hotFunctions } from "./hot-functions.ts";
import { profilePage } from "./profile-page.ts";
import type { ProfileTarget } from "./target.ts";

const dir = join(import.meta.dirname, "..");

/** Of the samples, in microseconds. */
const interval = 100;

/** The flags by which Node, Deno and Bun leave a profile in a folder. */
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

/** @returns how many requests it has answered in that time */
async function profileAdapter(
  framework: string,
  side: "byHand" | "hooks",
  folder: string,
  ms: number,
): Promise<number> {
  const { url, stop } = await startRoute(framework, side, flagsFor(folder));
  try {
    const { requests } = await load(url, writeScript(folder), Math.ceil(ms / 1000));
    return requests;
  } finally {
    await stop();
  }
}

/** What each runtime is told beside the flags, which come behind the first of it. */
const argsFor: Readonly<Partial<Record<Tool, readonly string[]>>> = {
  deno: [...denoArgs, "--allow-write"],
  bun: bunArgs,
};

async function profileRuntime(
  { tool, bytes }: Extract<ProfileTarget, { kind: "runtime" }>,
  folder: string,
  ms: number,
): Promise<void> {
  const executable = await findExecutable(tool);
  if (executable === undefined) throw new Error(`${tool} can't be run here`);
  if (tool === "chromium") {
    writeFileSync(join(folder, "page.cpuprofile"), await profilePage(executable.path, bytes, ms));
    return;
  }
  const [first, ...more] = argsFor[tool] ?? [];
  const args = [...(first ? [first] : []), ...flagsFor(folder), ...more];
  await runOnce(executable.path, [...args, join(dir, "runtimes/repeat.ts"), `${bytes}`, `${ms}`]);
}

async function run(target: ProfileTarget, folder: string, ms: number): Promise<unknown> {
  const flags = flagsFor(folder);
  switch (target.kind) {
    case "adapter":
      return profileAdapter(target.framework, "hooks", folder, ms);
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
    case "runtime":
      return profileRuntime(target, folder, ms);
  }
}

/** Runs something that leaves a profile in a folder, and gives that as JSON, with what the run has given. */
async function profileOf<T>(
  profiled: (folder: string) => Promise<T>,
): Promise<readonly [json: string, result: T]> {
  const folder = mkdtempSync(join(tmpdir(), "hooks-profile-"));
  try {
    const result = await profiled(folder);
    const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    if (file === undefined) throw new Error("no profile was written");
    return [readFileSync(join(folder, file), "utf8"), result];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What came before was the start. */
const lastShare = 0.9;

/** Runs something for so long under a profiler, and says where the time went. */
export async function takeProfile(
  target: ProfileTarget,
  ms: number,
): Promise<readonly HotFunction[]> {
  const [json] = await profileOf((folder) => run(target, folder, ms));
  return hotFunctions(json, target.kind === "cold import" ? 1 / 0 : ms * lastShare);
}

/** Loads both sides of a framework under a profiler, and says where one differs from the other. */
export async function compareSides(
  framework: string,
  ms: number,
): Promise<readonly ComparedPart[]> {
  const profile = async (side: "byHand" | "hooks"): Promise<ProfiledLoad> => {
    const [json, requests] = await profileOf((dir) => profileAdapter(framework, side, dir, ms));
    return { json, lastMs: ms * lastShare, requests: requests * lastShare };
  };
  return compareParts(await profile("byHand"), await profile("hooks"));
}
