import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { vi } from "vitest";

const dir = fileURLToPath(new URL("..", import.meta.url));
const next = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** The built app, in a process of its own. */
export interface App {
  readonly url: string;
  /** What the server has said so far, by line. */
  readonly said: () => readonly string[];
  /** Sends a signal, and waits until the server has ended. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>;
  readonly close: () => Promise<void>;
}

const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

/** `next build`, with a secret that does not count. @returns what the build has said */
export async function buildApp(): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [next, "build", dir], {
    env: { ...env, WEBHOOK_SECRET: `whsec_${btoa("none")}` },
  }).catch((failed) => {
    throw new Error(`next build failed:\n${failed.stdout}${failed.stderr}`);
  });
  return stdout + stderr;
}

/** `next start` with the secret that counts. */
export async function serveApp(secret: string): Promise<App> {
  const args = [next, "start", dir, "--port", "0", "--hostname", "127.0.0.1"];
  const server: ChildProcess = spawn(process.execPath, args, {
    env: { ...env, WEBHOOK_SECRET: secret },
  });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const closed = once(server, "close");
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    server.kill(signal);
    await closed;
  };
  const close = (): Promise<void> => stop("SIGKILL");
  const url = await vi
    .waitUntil(() => /Ready/.test(output) && /http:\S+/.exec(output)?.[0], { timeout: 30_000 })
    .catch(async () => {
      await close();
      throw new Error(`next start failed:\n${output}`);
    });
  return { url, said: () => output.split("\n"), stop, close };
}
