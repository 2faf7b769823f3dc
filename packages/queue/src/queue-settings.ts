import { boundedInteger, optionalFunction } from "./bounded.ts";
import type { SizeLimits } from "./encode-job.ts";
import type { QueueOptions, Retention } from "./queue.ts";
import { QueueError } from "./queue-error.ts";

/** How long something that is over is remembered. */
export type RetentionBounds = Required<Retention>;

/** A queue's options, checked, and with defaults where none was given. */
export interface QueueSettings extends SizeLimits {
  readonly completed: RetentionBounds;
  readonly dead: RetentionBounds;
  /** Whole milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

const dayMs = 86_400_000;
const mebibyte = 1_048_576;

function retentionOf(name: string, given: Retention = {}, defaultMs: number): RetentionBounds {
  const { count = 100_000, ageMs = defaultMs } = given;
  return {
    count: boundedInteger(`${name}.count`, count, 0, 100_000_000),
    ageMs: boundedInteger(`${name}.ageMs`, ageMs, 0, 3660 * dayMs),
  };
}

/** Whole milliseconds of a clock that may tell parts of them. */
function wholeClock(now: () => number): () => number {
  if (now === Date.now) return now;
  return () => {
    const ms = Math.floor(now());
    if (Number.isSafeInteger(ms)) return ms;
    throw new QueueError("option_invalid", "the clock tells no time");
  };
}

/** @throws QueueError `option_invalid` */
export function queueSettings(options: QueueOptions): QueueSettings {
  const { maxDataBytes = 65_536, maxBodyBytes = 10 * mebibyte } = options;
  return {
    maxDataBytes: boundedInteger("maxDataBytes", maxDataBytes, 1, 16 * mebibyte),
    maxBodyBytes: boundedInteger("maxBodyBytes", maxBodyBytes, 0, 256 * mebibyte),
    completed: retentionOf("completed", options.completed, 3 * dayMs),
    dead: retentionOf("dead", options.dead, 30 * dayMs),
    now: wholeClock(optionalFunction("now", options.now) ?? Date.now),
    random: optionalFunction("random", options.random) ?? Math.random,
  };
}
