import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "@hooks/queue";
import { bullmqQueue } from "@hooks/queue-bullmq";
import { memoryQueue } from "@hooks/queue-memory";
import { sqliteQueue } from "@hooks/queue-sqlite";

/** A queue that is measured, and what ends it. */
export interface Measured {
  readonly queue: Queue;
  readonly close: () => Promise<unknown>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await once(server.close(), "close");
  return port;
}

async function startRedis(directory: string): Promise<{ port: number; process: ChildProcess }> {
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory];
  const durable = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
  const child = spawn("redis-server", [...args, ...durable], { stdio: "ignore" });
  await once(child, "spawn");
  return { port, process: child };
}

/** Every queue, as an application would open it. */
export const queues: Readonly<Record<string, () => Promise<Measured>>> = {
  memory: async () => {
    const queue = memoryQueue();
    return { queue, close: () => queue.close() };
  },
  SQLite: async () => {
    const directory = mkdtempSync(join(tmpdir(), "hooks-benchmark-"));
    const queue = sqliteQueue({ path: join(directory, "jobs.db") });
    const close = async (): Promise<void> => {
      await queue.close();
      rmSync(directory, { recursive: true, force: true });
    };
    return { queue, close };
  },
  BullMQ: async () => {
    const directory = mkdtempSync(join(tmpdir(), "hooks-benchmark-"));
    const redis = await startRedis(directory);
    await sleep(500);
    const queue = bullmqQueue({ connection: { host: "127.0.0.1", port: redis.port } });
    await queue.ready();
    const close = async (): Promise<void> => {
      await queue.close();
      redis.process.kill();
      await once(redis.process, "exit");
      rmSync(directory, { recursive: true, force: true });
    };
    return { queue, close };
  },
};
