import type { Queue } from "@hooks/queue";
import { host } from "../faults/settings.ts";
import type { QueueKind } from "./settings.ts";

/** Where the queue of a trial is, for every process. */
export interface QueuePlace {
  readonly kind: QueueKind;
  /** Of SQLite's file. */
  readonly path: string;
  /** Of Redis. */
  readonly port: number;
}

/** Opens the queue of a trial, as an application would. */
export async function openQueue({ kind, path, port }: QueuePlace): Promise<Queue> {
  if (kind === "SQLite") {
    const { sqliteQueue } = await import("@hooks/queue-sqlite");
    // A process that is paused in the middle of a transaction holds the file's lock for as long.
    return sqliteQueue({ path, pollMs: 50, busyMs: 20_000 });
  }
  if (kind === "memory") return (await import("@hooks/queue-memory")).memoryQueue();
  const { bullmqQueue } = await import("@hooks/queue-bullmq");
  return bullmqQueue({ connection: { host, port } });
}
