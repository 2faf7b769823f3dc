import {
  boundedInteger,
  createQueue,
  type Queue,
  type QueueOptions,
  queueSettings,
} from "@hooks/queue";
import { JobTable } from "./job-table.ts";
import { MemoryJobs } from "./memory-jobs.ts";

/** How a memory queue is set up. */
export interface MemoryQueueOptions extends QueueOptions {
  /** Jobs that are not completed, the dead among them; default 100,000. */
  readonly maxJobs?: number;
  /** Characters of their data and bytes of their bodies, together; default 268,435,456. */
  readonly maxBytes?: number;
}

/** For clocks that are moved by hand; on the real one, timers know when something is due. */
const pollMs = 20;

/**
 * Makes a queue in this process's memory. Other processes don't see it, and it ends with the process.
 *
 * @throws QueueError `option_invalid`
 */
export function memoryQueue(options: MemoryQueueOptions = {}): Queue {
  const { maxJobs = 100_000, maxBytes = 268_435_456 } = options;
  const settings = queueSettings(options);
  const table = new JobTable(settings, {
    maxJobs: boundedInteger("maxJobs", maxJobs, 1, 4_000_000),
    maxBytes: boundedInteger("maxBytes", maxBytes, 1, Number.MAX_SAFE_INTEGER),
  });
  return createQueue(new MemoryJobs(table), { ...settings, pollMs });
}
