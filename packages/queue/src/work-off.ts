import { boundedInteger, optionalFunction } from "./bounded.ts";
import type { JobHandler, ProcessOptions } from "./handler.ts";
import { processSettings } from "./process-settings.ts";
import type { Queue } from "./queue.ts";
import { isQueueError, QueueError } from "./queue-error.ts";

/** How a queue is worked off. */
export interface WorkOffOptions extends ProcessOptions {
  /**
   * For how long jobs start; default 20,000. With the `timeoutMs` of one that starts last, 60,000 unless it is given, it
   * has to fit into what the host allows.
   */
  readonly forMs?: number;
}

/** Between two looks at what is left. */
const lookMs = 50;

/**
 * Runs the handler for what waits, and ends: for hosts that stay alive for a while after an answer, and have no worker
 * that stays. Ends when none waits and none runs here, when the queue is paused or closed, or after `forMs`; jobs that
 * run then are waited for. Those that their lane holds back wait. What is delayed is left to a later call, and what the
 * host kills to whoever comes when its lease has ended.
 *
 * @returns how many attempts were made
 * @throws QueueError `option_invalid`; what the storage does is told to `onStorageError`
 */
export async function workOff(
  queue: Queue,
  handler: JobHandler,
  { forMs = 20_000, ...options }: WorkOffOptions = {},
): Promise<number> {
  const { timeoutMs, onStorageError } = processSettings(options);
  boundedInteger("forMs", forMs, 1, 2_147_483_647);
  if (optionalFunction("the handler", handler) === undefined) {
    throw new QueueError("option_invalid", "there is no handler");
  }
  const endMs = performance.now() + forMs;
  const isOver = (): boolean => performance.now() >= endMs;
  let running = 0;
  let attempts = 0;
  const counted: JobHandler = async (job, context) => {
    running++;
    attempts++;
    try {
      return await handler(job, context);
    } finally {
      running--;
    }
  };
  const hasWork = async (): Promise<boolean> => {
    try {
      const { depth, isPaused } = await queue.health();
      return depth > 0 && !isPaused;
    } catch (error) {
      if (isQueueError(error) && error.code === "queue_closed") return false;
      onStorageError(error);
      return true;
    }
  };
  while (!isOver() && (await hasWork())) {
    const worker = queue.process(counted, options);
    do {
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    } while (!isOver() && (running > 0 || (await hasWork())));
    // One that was taken up meanwhile goes back, and is seen by the next look.
    await worker.close({ timeoutMs });
  }
  return attempts;
}
