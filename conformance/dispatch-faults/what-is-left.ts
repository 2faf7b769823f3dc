import { setTimeout as sleep } from "node:timers/promises";
import type { JobCounts } from "@hooks/queue";
import { nowMs } from "../faults/settings.ts";
import type { ProcessSlot } from "../queue-faults/process-slot.ts";
import type { Application } from "./application.ts";
import type { PlannedEvent } from "./planned-event.ts";

const atOnce = 8;

interface Surroundings {
  readonly application: Application;
  readonly publishers: readonly ProcessSlot[];
  readonly quietMs: number;
}

/** What the queue holds once it has nothing to do, or has long completed nothing. */
export async function whenQuiet({
  application,
  publishers: [publisher],
  quietMs,
}: Surroundings): Promise<JobCounts | undefined> {
  if (!publisher) return undefined;
  let completed = -1;
  for (let endAt = nowMs() + quietMs; ; await sleep(100)) {
    const counts = await application.counts(publisher);
    if (counts && counts.completed > completed) {
      completed = counts.completed;
      endAt = nowMs() + quietMs;
    }
    const isQuiet = counts && counts.waiting + counts.delayed + counts.active === 0;
    if (isQuiet || nowMs() > endAt) return counts;
  }
}

/**
 * Publishes every event once more, now that nothing is disturbed any longer: each has to be known. Then one job has to be
 * completed for each delivery, and none to be there that is not.
 */
export async function findLeft(
  events: readonly PlannedEvent[],
  deliveries: number,
  around: Surroundings,
): Promise<readonly string[]> {
  const { application, publishers, quietMs } = around;
  const problems: string[] = [];
  const waiting = [...events];
  const askAgain = async (event: PlannedEvent, publisher: ProcessSlot) => {
    for (const endAt = nowMs() + quietMs; nowMs() < endAt; await sleep(100)) {
      const published = await application.publish(event, publisher);
      if (published) return published;
    }
    return undefined;
  };
  const probe = async (publisher: ProcessSlot): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const published = await askAgain(next, publisher);
      if (!published) problems.push(`${next.id} can't be published again`);
      else if (published.added > 0) problems.push(`${next.id}: ${published.added} taken for new`);
    }
  };
  await Promise.all(publishers.flatMap((one) => Array<ProcessSlot>(atOnce).fill(one).map(probe)));
  const { completed = 0, ...others } = (await whenQuiet(around)) ?? {};
  if (completed !== deliveries) {
    problems.push(`${completed} jobs are completed, for ${deliveries} deliveries`);
  }
  for (const [state, count] of Object.entries(others)) {
    if (count > 0) problems.push(`${count} jobs are ${state}`);
  }
  return problems;
}
