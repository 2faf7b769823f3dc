/** The one place that knows which queue it is: a file of this machine, or with `REDIS_URL` set, BullMQ. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DispatcherOptions } from "@hooks/dispatcher";

type Queue = DispatcherOptions["queue"];

/** A queue that can be opened again, as after a restart. */
export interface Place {
  readonly name: string;
  readonly open: () => Promise<Queue>;
  /** Leaves nothing behind: this is an example. */
  readonly clear: () => Promise<void>;
}

async function inRedis(url: string): Promise<Place> {
  const { bullmqQueue } = await import("@hooks/queue-bullmq");
  const name = `example-${randomBytes(6).toString("hex")}`;
  return {
    name: "BullMQ",
    open: async () => bullmqQueue({ connection: { url }, name }),
    clear: async () => {
      const { Redis } = await import("ioredis");
      const redis = new Redis(url);
      const found: AsyncIterable<string[]> = redis.scanStream({ match: `{hooks}:${name}:*` });
      for await (const keys of found) if (keys.length > 0) await redis.unlink(keys);
      await redis.quit();
    },
  };
}

async function inFile(): Promise<Place> {
  const { sqliteQueue } = await import("@hooks/queue-sqlite");
  const directory = mkdtempSync(join(tmpdir(), "hooks-example-"));
  return {
    name: "SQLite",
    open: async () => sqliteQueue({ path: join(directory, "jobs.db") }),
    clear: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

export function choosePlace(): Promise<Place> {
  const url = process.env["REDIS_URL"];
  return url ? inRedis(url) : inFile();
}
