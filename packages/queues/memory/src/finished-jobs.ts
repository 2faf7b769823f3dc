import type { RetentionBounds } from "@hooks/queue";
import type { MemoryJob } from "./memory-job.ts";

/** Jobs that are over, the earliest first, within the bounds of their retention. */
export class FinishedJobs {
  readonly #jobs = new Map<number, MemoryJob>();
  readonly #numbers = new Map<MemoryJob, number>();
  readonly #bounds: RetentionBounds;
  readonly #forget: (job: MemoryJob) => void;
  #count = 0;

  constructor(bounds: RetentionBounds, forget: (job: MemoryJob) => void) {
    this.#bounds = bounds;
    this.#forget = forget;
  }

  get size(): number {
    return this.#jobs.size;
  }

  add(job: MemoryJob): void {
    const number = ++this.#count;
    this.#jobs.set(number, job);
    this.#numbers.set(job, number);
  }

  delete(job: MemoryJob): void {
    const number = this.#numbers.get(job);
    if (number === undefined) return;
    this.#numbers.delete(job);
    this.#jobs.delete(number);
  }

  /** Forgets what is over the bounds. */
  sweep(nowMs: number): void {
    const { count, ageMs } = this.#bounds;
    for (const job of this.#jobs.values()) {
      const isOld = (job.finishedAtMs as number) + ageMs <= nowMs;
      if (this.#jobs.size <= count && !isOld) break;
      this.delete(job);
      this.#forget(job);
    }
  }

  /** Each with a number that grows. */
  entries(): IterableIterator<[number, MemoryJob]> {
    return this.#jobs.entries();
  }
}
