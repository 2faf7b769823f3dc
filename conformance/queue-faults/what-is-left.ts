import { setTimeout as sleep } from "node:timers/promises";
import type { JobCounts, Queue } from "@hooks/queue";
import type { PlannedDelivery } from "../faults/planned-delivery.ts";
import { nowMs } from "../faults/settings.ts";
import { isAccepted, type SimulatedProvider } from "../faults/simulated-provider.ts";
import { openQueue, type QueuePlace } from "./open-queue.ts";
import type { ProcessSlot } from "./process-slot.ts";

const atOnce = 8;
/** Beyond those that were planned to die or to fail. */
const lateAttempt = 100;

interface Surroundings {
  readonly provider: SimulatedProvider;
  readonly receivers: readonly ProcessSlot[];
  readonly quietMs: number;
}

/** What the queue holds once it has nothing to do, or its time is up. */
async function countsWhenQuiet(queue: Queue, quietMs: number): Promise<JobCounts> {
  for (const endAt = nowMs() + quietMs; ; await sleep(50)) {
    const counts = await queue.counts();
    const { waiting, delayed, active } = counts;
    if (waiting + delayed + active === 0 || nowMs() > endAt) return counts;
  }
}

/** What was found wrong, and when every event began to be sent once more. */
export interface WhatIsLeft {
  readonly left: readonly string[];
  readonly endedAt: number;
}

/**
 * Waits until the queue is done, sends every event once more now that nothing is disturbed any longer, and waits again:
 * each has to be known, and one job to be completed for each.
 */
export async function findLeft(
  place: QueuePlace,
  deliveries: readonly PlannedDelivery[],
  { provider, receivers, quietMs }: Surroundings,
): Promise<WhatIsLeft> {
  const queue = await openQueue(place);
  const problems: string[] = [];
  const waiting = [...deliveries];
  const probe = async (receiver: ProcessSlot): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const answer = await askAgain(next, receiver);
      if (!answer) problems.push(`${next.id} is not answered 2xx`);
      else if (!answer.isDuplicate) problems.push(`${next.id} is taken for a new one`);
    }
  };
  const askAgain = async (delivery: PlannedDelivery, receiver: ProcessSlot) => {
    for (const endAt = nowMs() + quietMs; nowMs() < endAt; await sleep(100)) {
      const answer = await provider.attempt(delivery, lateAttempt, receiver);
      if (answer && isAccepted(answer)) return answer;
    }
    return undefined;
  };
  try {
    await countsWhenQuiet(queue, quietMs);
    const endedAt = nowMs();
    await Promise.all(receivers.flatMap((one) => Array<ProcessSlot>(atOnce).fill(one).map(probe)));
    const counts = await countsWhenQuiet(queue, quietMs);
    const { completed, ...others } = counts;
    if (completed !== deliveries.length) {
      problems.push(`${completed} jobs are completed, for ${deliveries.length} events`);
    }
    for (const [state, count] of Object.entries(others)) {
      if (count > 0) problems.push(`${count} jobs are ${state}`);
    }
    return { left: problems, endedAt };
  } finally {
    await queue.close();
  }
}
