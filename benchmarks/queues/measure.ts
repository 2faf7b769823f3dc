import type { Queue } from "@hooks/queue";

/** Jobs a second. */
export type Rate = number;

/** Runs steps of so many jobs for about this long. */
export async function rateOf(jobsAStep: number, step: () => unknown, forMs: number): Promise<Rate> {
  const startedAtMs = performance.now();
  let jobs = 0;
  do {
    const answer = step();
    if (answer instanceof Promise) await answer;
    jobs += jobsAStep;
  } while (performance.now() - startedAtMs < forMs);
  return (jobs * 1000) / (performance.now() - startedAtMs);
}

/** From the first that starts to the last that is settled; all are enqueued before. */
export async function processingRate(queue: Queue, count: number): Promise<Rate> {
  await queue.pause();
  for (let i = 0; i < count; i += 1000) {
    const jobs = Array.from({ length: 1000 }, (_, j) => ({ id: `work-${i + j}`, data: j }));
    await queue.enqueueAll(jobs);
  }
  const { completed: before } = await queue.counts();
  const worker = queue.process(() => {}, { concurrency: 100 });
  const startedAtMs = performance.now();
  await queue.resume();
  while ((await queue.counts()).completed < before + count) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const rate = (count * 1000) / (performance.now() - startedAtMs);
  await worker.close();
  return rate;
}

/** From a call of `enqueue` to the settled job, with so many in flight. */
export async function throughRate(queue: Queue, inFlight: number, forMs: number): Promise<Rate> {
  const waiting = new Map<string, () => void>();
  const worker = queue.process(({ id }) => waiting.get(id)?.(), { concurrency: 100 });
  const startedAtMs = performance.now();
  let count = 0;
  const one = async (): Promise<void> => {
    while (performance.now() - startedAtMs < forMs) {
      const id = `through-${count++}`;
      const handled = new Promise<void>((resolve) => waiting.set(id, resolve));
      await queue.enqueue({ data: id }, { id });
      await handled;
      waiting.delete(id);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  const rate = (count * 1000) / (performance.now() - startedAtMs);
  await worker.close();
  return rate;
}
