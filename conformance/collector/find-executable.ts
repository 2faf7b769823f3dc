import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { hasCommand } from "../../scripts/install-package.ts";
import { workerdPackage } from "./workerd-package.ts";

const run = promisify(execFile);

const dir = join(import.meta.dirname, "..");

/** A program that can be run here. */
export interface Executable {
  readonly path: string;
  /** As it says itself. */
  readonly version: string;
}

/** The program, unless it does not run on this machine. */
async function tryExecutable(path: string): Promise<Executable | undefined> {
  try {
    const { stdout } = await run(path, ["--version"]);
    const [version] = stdout.match(/\d[\w.-]+/) ?? [];
    return version === undefined ? undefined : { path, version };
  } catch {
    return undefined;
  }
}

/** One of the Nodes that are installed as packages. */
const findNode = (folder: string): Promise<Executable | undefined> =>
  tryExecutable(join(dir, folder, "bin/node"));

/** A command of an installed package. */
const findCommand = (name: string): Promise<Executable | undefined> =>
  tryExecutable(join(dir, "node_modules/.bin", name));

/** The program itself, for its command does not pass on the file descriptor on which it tells its port. */
async function findWorkerd(): Promise<Executable | undefined> {
  try {
    return await tryExecutable(workerdPackage().default);
  } catch {
    return undefined;
  }
}

function chromiumPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return ["chromium", "chromium-browser", "google-chrome"]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Chromium, or a relative of it; installed where that is possible without asking anybody. */
async function findChromium(): Promise<Executable | undefined> {
  if (chromiumPath() === undefined) hasCommand("chromium");
  const path = chromiumPath();
  return path === undefined ? undefined : tryExecutable(path);
}

const finders = {
  node22: () => findNode("node_modules/node22"),
  node24: () => findNode("../node_modules/node"),
  node26: () => findNode("node_modules/node26"),
  deno: () => findCommand("deno"),
  bun: () => findCommand("bun"),
  workerd: findWorkerd,
  chromium: findChromium,
} as const;

/** The programs that run the checks. */
export type Tool = keyof typeof finders;

/** Finds one of the programs, unless it does not run on this machine. */
export function findExecutable(tool: Tool): Promise<Executable | undefined> {
  return finders[tool]();
}
