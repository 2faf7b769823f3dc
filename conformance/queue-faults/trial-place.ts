import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import { redisSettings } from "../faults/settings.ts";
import type { QueuePlace } from "./open-queue.ts";
import type { ProcessSlot } from "./process-slot.ts";
import type { QueueKind } from "./settings.ts";

/** Where a trial has its queue, its processes and their journals. */
export interface TrialPlace {
  readonly journalDir: string;
  readonly place: QueuePlace;
  readonly redis: RedisServer | undefined;
  /** Those that are added are killed when the trial is over, whatever ends it. */
  readonly slots: ProcessSlot[];
}

/** Makes a place for a trial, and leaves nothing of it behind. */
export async function inTrialPlace<Result>(
  kind: QueueKind,
  run: (place: TrialPlace) => Promise<Result>,
): Promise<Result> {
  const journalDir = mkdtempSync(join(tmpdir(), "hooks-queue-faults-"));
  const slots: ProcessSlot[] = [];
  const remove = (): void => rmSync(journalDir, { recursive: true, force: true, maxRetries: 5 });
  const abandon = (): void => {
    for (const slot of slots) slot.killNow();
    remove();
  };
  process.once("exit", abandon);
  const redis = kind === "BullMQ" ? await RedisServer.start(...redisSettings) : undefined;
  try {
    const place = { kind, path: join(journalDir, "jobs.db"), port: redis?.port ?? 0 };
    return await run({ journalDir, place, redis, slots });
  } finally {
    process.off("exit", abandon);
    await Promise.all(slots.map((slot) => slot.kill()));
    await redis?.close();
    remove();
  }
}
