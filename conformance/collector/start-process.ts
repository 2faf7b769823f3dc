import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A program that was started, with all that it starts. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves with what it wrote to its standard output, when it ends well. */
  readonly ended: Promise<string>;
  /** Ends it, if it has not ended. */
  readonly stop: () => Promise<void>;
}

/** Enough for a program of this folder, and no more. */
export const denoArgs: readonly string[] = [
  "run",
  "--no-lock",
  "--no-prompt",
  "--allow-read",
  "--allow-net=127.0.0.1",
];

/** Bun follows the paths of the root's tsconfig.json, which lead to the sources; here it must not. */
export const bunArgs: readonly string[] = [
  `--tsconfig-override=${join(import.meta.dirname, "../../tsconfig.base.json")}`,
];

const running = new Set<() => void>();

process.on("exit", () => {
  for (const kill of running) kill();
});

/** Starts a program in a process group of its own, so that no part of it outlives this one. */
export function startProcess(
  command: string,
  args: readonly string[],
  stdio: StdioOptions = ["ignore", "pipe", "pipe"],
): Running {
  const child = spawn(command, args, { stdio, detached: true });
  const closed = once(child, "close");
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // The whole group has ended.
    }
  };
  running.add(kill);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = closed.then(([code]) => {
    running.delete(kill);
    if (code === 0) return stdout;
    throw new Error(`${command} ended with ${code}: ${(stdout + stderr).slice(-2000)}`);
  });
  // Told to whoever awaits it.
  ended.catch(() => undefined);
  return {
    child,
    ended,
    stop: async () => {
      kill();
      await ended.catch(() => undefined);
    },
  };
}
