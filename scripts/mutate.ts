/**
 * Plants defects in copies of core, one at a time, and checks that the tests of core and providers notice each.
 * `pnpm mutate` runs all; `pnpm mutate scope lease` those whose reason holds one of these words.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Mutation } from "./mutations/mutation.ts";
import { ofAnswerFirst } from "./mutations/of-answer-first.ts";
import { ofContent } from "./mutations/of-content.ts";
import { ofFlow } from "./mutations/of-flow.ts";
import { ofHandshake } from "./mutations/of-handshake.ts";
import { ofStoreRecovery } from "./mutations/of-store-recovery.ts";
import { ofTypes } from "./mutations/of-types.ts";
import { ofVerify } from "./mutations/of-verify.ts";
import { publicPackages, root } from "./workspace.ts";

interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const dir = mkdtempSync(join(tmpdir(), "hooks-mutations-"));
const running = new Set<ChildProcess>();
const bin = join(root, "node_modules/.bin");
const limitMs = 90_000;

/** A copy of what the tests need; installed packages are linked, for nothing is written to them. */
function copyOf(name: string): string {
  const copy = join(dir, name);
  const isSource = (path: string) => !["node_modules", "dist", ".turbo"].includes(basename(path));
  for (const part of ["packages", "scripts", "vitest.config.ts", "package.json", "tsconfig.json"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true, filter: isSource });
  }
  cpSync(join(root, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
  for (const place of ["", ...publicPackages().map((one) => one.dir)]) {
    const modules = join(root, place, "node_modules");
    if (existsSync(modules)) symlinkSync(modules, join(copy, place, "node_modules"), "junction");
  }
  return copy;
}

/** Runs a command in a copy; its output, or nothing where it took too long. */
function run(copy: string, command: string, args: readonly string[]): Promise<string> {
  const child = spawn(join(bin, command), args, { cwd: copy, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.resume();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      running.delete(child);
      resolve(output);
    });
  });
}

/** The tests that fail in a copy, by file and name. */
async function failingTests(
  copy: string,
  projects: readonly string[],
  files: readonly string[],
): Promise<readonly string[]> {
  const file = join(copy, "report.json");
  rmSync(file, { force: true });
  const chosen = projects.flatMap((project) => ["--project", project]);
  const cache = ["--no-cache", "--fsModuleCachePath", join(copy, "module-cache")];
  const output = ["--reporter=json", `--outputFile=${file}`];
  await run(copy, "vitest", ["run", ...chosen, ...cache, ...output, ...files]);
  if (!existsSync(file)) throw new Error(`no tests ran: ${files.join(" ")}`);
  const report = JSON.parse(readFileSync(file, "utf8")) as TestReport;
  return report.testResults.flatMap(({ name, assertionResults }) => {
    // A mutation that does not even load proves nothing about the tests.
    if (assertionResults.length === 0) throw new Error(`${basename(name)} does not load`);
    return assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => `${basename(name)}: ${fullName.trim()}`);
  });
}

/** The type tests that fail in a copy. */
async function failingTypes(copy: string): Promise<readonly string[]> {
  const errors = await run(copy, "tsc", ["-p", "tsconfig.json", "--pretty", "false"]);
  return [...errors.matchAll(/^\S+?([^/]+\.test-d\.ts)\((\d+),.*$/gm)].map(
    ([, name, line]) => `${name}: line ${line}`,
  );
}

async function killersOf(
  copy: string,
  { by = "core", tests }: Mutation,
): Promise<readonly string[]> {
  if (by === "types") return failingTypes(copy);
  const first = await failingTests(copy, [by], tests);
  return first.length > 0 ? first : failingTests(copy, [by, by.replace("core", "providers")], []);
}

/** What kills a mutation; throws where it can't be applied. */
async function killed(copy: string, mutation: Mutation): Promise<readonly string[]> {
  const { file, from, to } = mutation;
  const path = join(copy, "packages/core/src", file);
  const source = readFileSync(path, "utf8");
  const times = source.split(from).length - 1;
  if (times !== 1) throw new Error(`does not apply: its text stands ${times} times in ${file}`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    return await killersOf(copy, mutation);
  } finally {
    writeFileSync(path, source);
  }
}

/** Without any mutation everything has to pass, or a failing test says nothing. */
async function assertGreen(copy: string, mutations: readonly Mutation[]): Promise<void> {
  const projects = [...new Set(mutations.map(({ by = "core" }) => by))];
  const files = [...new Set(mutations.flatMap(({ tests }) => tests))];
  const vitest = projects.filter((project) => project !== "types");
  const failing = [
    ...(projects.includes("types") ? await failingTypes(copy) : []),
    ...(vitest.length > 0 ? await failingTests(copy, vitest, files) : []),
  ];
  if (failing.length > 0) throw new Error(`fails without any mutation: ${failing.join("; ")}`);
}

const words = process.argv.slice(2);
const all = [
  ...ofVerify,
  ...ofContent,
  ...ofFlow,
  ...ofStoreRecovery,
  ...ofAnswerFirst,
  ...ofHandshake,
  ...ofTypes,
];
const mutations = all.filter(
  ({ why }) => words.length === 0 || words.some((word) => why.includes(word)),
);
const rows = new Map<Mutation, string>();
const survivors: Mutation[] = [];

async function work(copy: string, queue: Mutation[]): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    try {
      const [first, ...more] = await killed(copy, next);
      if (first === undefined) survivors.push(next);
      const others = more.length > 0 ? ` (and ${more.length} more)` : "";
      rows.set(next, first === undefined ? "SURVIVES" : `${first}${others}`);
    } catch (error) {
      survivors.push(next);
      rows.set(next, `INVALID: ${error instanceof Error ? error.message : error}`);
    }
  }
}

const startedAt = performance.now();
process.on("exit", () => {
  for (const child of running) child.kill();
  rmSync(dir, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

const copies = Array.from({ length: Math.min(4, availableParallelism()) }, (_, i) =>
  copyOf(`${i}`),
);
await assertGreen(copies[0] as string, mutations);
const queue = [...mutations];
await Promise.all(copies.map((copy) => work(copy, queue)));

const width = Math.max(...mutations.map(({ why, file }) => why.length + file.length + 3));
for (const mutation of mutations) {
  const label = `${mutation.why} (${mutation.file})`;
  console.log(`${label.padEnd(width)} | ${rows.get(mutation)}`);
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`${mutations.length - survivors.length} of ${mutations.length} killed in ${seconds} s`);
process.exitCode = survivors.length > 0 || mutations.length === 0 ? 1 : 0;
