import type { Job, Queue } from "@hooks/queue";
import type { AttemptsStore } from "@hooks/sender";
import type { Delivery } from "./delivery-job.ts";
import type { Tell } from "./report.ts";

/** What is asked for attempts that were made before. */
export interface AttemptsBeforeOptions {
  readonly queue: Pick<Queue, "status">;
  readonly attempts: AttemptsStore | undefined;
  readonly now: () => number;
  readonly tell: Tell;
}

/** A job that was dead, and put back by somebody, is older. */
const youngMs = 1000;

/** May the job have been dead and put back, so that its attempts are counted anew? */
async function wasPutBack(
  { queue, now }: AttemptsBeforeOptions,
  job: Job,
  attempt: number,
): Promise<boolean> {
  if (attempt > 1) return true;
  if (now() - job.enqueuedAtMs < youngMs) return false;
  return (await queue.status(job.id))?.lastFailure !== undefined;
}

/**
 * How many attempts are recorded of a delivery that the queue does not count, so that none is recorded under the number
 * of another. What is new, as most are, is not looked up.
 */
export async function attemptsBefore(
  options: AttemptsBeforeOptions,
  job: Job,
  { endpointId, event, attemptsBefore }: Delivery,
  attempt: number,
): Promise<number> {
  const { attempts, tell } = options;
  try {
    if (!attempts || !(await wasPutBack(options, job, attempt))) return attemptsBefore;
    const query = { endpointId, eventId: event.id, limit: 1 };
    const [newest] = (await attempts.findAttempts(query)).attempts;
    return Math.max(attemptsBefore, (newest?.number ?? 0) - (attempt - 1));
  } catch (error) {
    tell({ type: "attempts.failed", error });
    return attemptsBefore;
  }
}
