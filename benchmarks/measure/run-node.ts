import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a script in a process of its own, and gives the JSON that it prints as its last line. */
export async function runNode<T>(
  script: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<T> {
  const all = [...flags, script, ...args];
  const { stdout } = await run(process.execPath, all, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as T;
}
