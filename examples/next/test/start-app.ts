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
  /** What the build has said. */
  readonly built: string;
  /** What the server has said so far, by line. */
  readonly said: () => readonly string[];
  readonly close: () => Promise<void>;
}

const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

/** `next build` with one secret, and then `next start` with the one that counts. */
export async function startApp(secret: string): Promise<App> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [next, "build", dir], {
    env: { ...env, WEBHOOK_SECRET: `whsec_${btoa("none")}` },
  }).catch((failed) => {
    throw new Error(`next build failed:\n${failed.stdout}${failed.stderr}`);
  });
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
  const close = async (): Promise<void> => {
    if (server.exitCode !== null || !server.kill()) return;
    await once(server, "close");
  };
  const url = await vi
    .waitUntil(() => /Ready/.test(output) && /http:\S+/.exec(output)?.[0], { timeout: 30_000 })
    .catch(async () => {
      await close();
      throw new Error(`next start failed:\n${output}`);
    });
  return { url, built: stdout + stderr, said: () => output.split("\n"), close };
}
