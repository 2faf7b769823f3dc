/** Runs commands as a user types them, and keeps what they print, without what differs from run to run. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** How long one command may take. */
const patienceMs = 240_000;

/** What stands for what, in what is printed. */
export type Replacement = readonly [from: RegExp | string, to: string];

const always: readonly Replacement[] = [
  [/^npm (warn|notice).*\n/gm, ""],
  [/^\n?> .*\n/gm, ""],
  [/ in \d+ ms/g, " in … ms"],
  [/ \d+m?s$/gm, ""],
  // Tests that took their time are named one by one.
  [/^ {2,}✓ .*\n/gm, ""],
  [/^ *(RUN|Start at|Duration|Isolate|at least).*\n/gm, ""],
  [/added \d+ packages.*/g, "added … packages"],
  [/\bevt_[0-9a-z]{16,}/g, "evt_…"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}\b(?!-)/g, "1b9d6bcd-bbfd"],
  [/t=\d+,v1=[0-9a-f]{64}/g, "t=…,v1=…"],
  [/^.* looking for funding\n.*npm fund.*\n/gm, ""],
  [/^(\n*found 0 vulnerabilities\n)/gm, ""],
];

/** A program that goes on while others are started. */
export interface Background {
  /** What it has printed so far. */
  readonly output: () => string;
  readonly waitFor: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A place to type commands. */
export interface TranscriptShell {
  readonly run: (command: string) => Promise<string>;
  readonly start: (command: string) => Background;
  readonly clean: (text: string) => string;
  /** Ends what was started and has not ended. */
  readonly close: () => Promise<void>;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await once(server.close(), "close");
  return port;
}

/** Stops a program with all that it has started. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "close");
  // It leads a group of its own.
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => process.kill(-(child.pid as number), "SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

/**
 * Opens a shell in a folder.
 *
 * @param replacements what differs from run to run, beside times and ids
 */
export function openShell(
  cwd: string,
  env: NodeJS.ProcessEnv,
  replacements: readonly Replacement[],
): TranscriptShell {
  const started = new Set<ChildProcess>();

  function launch(command: string): { child: ChildProcess; output: () => string } {
    const child = spawn("bash", ["-c", command], { cwd, env, detached: true });
    started.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("close", () => started.delete(child));
    return { child, output: () => output };
  }

  return {
    run: async (command) => {
      const { child, output } = launch(command);
      const timer = setTimeout(() => stopGroup(child), patienceMs);
      const [code] = (await once(child, "close")) as [number | null];
      clearTimeout(timer);
      if (code === null) throw new Error(`${command}: it did not end\n${output()}`);
      return output();
    },
    start: (command) => {
      const { child, output } = launch(command);
      return {
        output,
        waitFor: async (text) => {
          for (let i = 0; !output().includes(text); i++) {
            if (i === 1200 || child.exitCode !== null) {
              throw new Error(`${command}: it does not print "${text}"\n${output()}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        },
        stop: () => stopGroup(child),
      };
    },
    clean: (text) => {
      const cleaned = [...always, ...replacements].reduce(
        (so, [from, to]) => so.replaceAll(from, to),
        text,
      );
      return cleaned
        .replaceAll(/\n{3,}/g, "\n\n")
        .replace(/^\n+/, "")
        .trimEnd();
    },
    close: async () => {
      for (const child of started) await stopGroup(child);
    },
  };
}
