import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await once(server.close(), "close");
  return port;
}

/** A server in a process of its own. */
export interface RouteProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Microseconds of processor time used so far, its own and the system's for it. */
  readonly cpuUs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts one side of a framework. */
export async function startRoute(
  framework: string,
  side: "byHand" | "hooks",
  flags: readonly string[] = [],
): Promise<RouteProcess> {
  const port = await freePort();
  const args = [...flags, join(import.meta.dirname, "serve.ts"), framework, side, String(port)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const closed = once(child, "close");
  const stop = async (): Promise<void> => {
    child.kill();
    await closed;
  };
  const ended = closed.then(() => Promise.reject(new Error(`${framework} did not start`)));
  // Told to whoever awaits it.
  ended.catch(() => undefined);
  await Promise.race([once(child.stdout as Readable, "data"), ended]);
  const cpuUs = async (): Promise<number> => {
    child.send("cpu");
    const [{ user, system }] = await once(child, "message");
    return user + system;
  };
  return { url: `http://127.0.0.1:${port}/`, child, cpuUs, stop };
}
