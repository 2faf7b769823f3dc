import { setTimeout as sleep } from "node:timers/promises";
import type { Queue } from "@hooks/queue";
import { nowMs } from "../faults/settings.ts";
import type { Journal } from "./journal.ts";

/** Shows when this process could use its queue: what writes, as claims and heartbeats do, and changes nothing. */
export async function reach(queue: Queue, journal: Journal): Promise<void> {
  const askedAt = nowMs();
  await queue.remove("no such job").then(
    () => journal.write("queue reached", { askedAt }),
    () => undefined,
  );
}

/** Does so for as long as the process lives. */
export async function reachOften(queue: Queue, journal: Journal): Promise<never> {
  for (;;) {
    await sleep(100);
    await reach(queue, journal);
  }
}
