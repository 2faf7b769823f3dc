import type { CloseOptions, JobContext, JobHandler, QueueWorker } from "./handler.ts";
import { HeldJobs } from "./held-jobs.ts";
import type { Job } from "./job.ts";
import type { ClaimedJob, JobStorage } from "./job-storage.ts";
import { closeTimeoutMs, type ProcessSettings } from "./process-settings.ts";
import { QueueError } from "./queue-error.ts";
import type { RateMeter } from "./rate-meter.ts";
import { attemptsOf } from "./retry-schedule.ts";
import { type Outcome, runHandler } from "./run-handler.ts";
import { type Settlement, settlementOf } from "./settlement.ts";
import { Waker } from "./waker.ts";
import { within } from "./within.ts";

/** What a queue's workers have in common. */
export interface WorkerSurroundings {
  readonly storage: JobStorage;
  readonly now: () => number;
  readonly random: () => number;
  readonly pollMs: number;
  readonly completed: RateMeter;
  readonly failed: RateMeter;
}

interface Attempt {
  readonly claimed: ClaimedJob;
  readonly controller: AbortController;
}

function jobOf({ id, lane, priority, enqueuedAtMs, data, body }: ClaimedJob): Job {
  const payload = { data: JSON.parse(data), ...(body && { body }) };
  return { id, ...(lane !== undefined && { lane }), priority, enqueuedAtMs, ...payload };
}

/** Claims jobs as it has slots, runs the handler for them, and settles them. */
export class Worker implements QueueWorker {
  readonly #handler: JobHandler;
  readonly #settings: ProcessSettings;
  readonly #around: WorkerSurroundings;
  readonly #waker = new Waker();
  readonly #running = new Set<Attempt>();
  /** Runs and settlements that have not ended, which may be more than there are slots. */
  readonly #unfinished = new Set<Promise<void>>();
  readonly #held: HeldJobs;
  readonly #loop: Promise<void>;
  /** Ended attempts that the storage could not be told of, and is told of again. */
  #unsettled = 0;
  #isClosing = false;
  #closed: Promise<void> | undefined;

  constructor(handler: JobHandler, settings: ProcessSettings, around: WorkerSurroundings) {
    this.#handler = handler;
    this.#settings = settings;
    this.#around = around;
    this.#held = new HeldJobs(around.storage, settings, around.now);
    this.#loop = this.#work();
  }

  /** There may be something to do. */
  wake(): void {
    this.#waker.ring();
  }

  close({ timeoutMs }: CloseOptions = {}): Promise<void> {
    const ms = closeTimeoutMs(timeoutMs);
    this.#closed ??= this.#close(ms);
    return this.#closed;
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#isClosing = true;
    this.wake();
    const allEnded = this.#loop.then(() => Promise.all(this.#unfinished));
    const hasEnded = await within(allEnded, timeoutMs);
    if (!hasEnded) {
      const reason = new QueueError("queue_closed", "the queue is closed");
      for (const { controller } of this.#running) controller.abort(reason);
      await allEnded;
    }
    this.#held.stop();
  }

  async #work(): Promise<void> {
    while (!this.#isClosing) await this.#waker.sleep(await this.#claim());
  }

  /** Answers how long to sleep unless something happens. */
  async #claim(): Promise<number> {
    const { storage, now, pollMs, failed } = this.#around;
    const { concurrency, leaseMs, onStorageError, retry, retrySlots } = this.#settings;
    const count = concurrency - this.#running.size - this.#unsettled;
    if (count <= 0) return pollMs;
    const retries = [...this.#running].filter(({ claimed }) => claimed.attempt > 1).length;
    const retryCount = Math.max(0, Math.min(count, retrySlots - retries));
    const maxAttempts = attemptsOf(retry);
    const askedAtMs = performance.now();
    try {
      const request = { nowMs: now(), leaseMs, count, retryCount, maxAttempts };
      const { jobs, wakeAtMs, expired } = await storage.claim(request);
      if (expired > 0) failed.add(expired);
      for (const job of jobs) this.#start(job, askedAtMs);
      return wakeAtMs === undefined ? pollMs : Math.min(Math.max(1, wakeAtMs - now()), pollMs);
    } catch (error) {
      onStorageError(error);
      return Math.max(pollMs, 100);
    }
  }

  #start(claimed: ClaimedJob, askedAtMs: number): void {
    const controller = new AbortController();
    const attempt = { claimed, controller };
    this.#held.add(claimed, controller, askedAtMs);
    this.#running.add(attempt);
    const run = this.#run(attempt).finally(() => this.#unfinished.delete(run));
    this.#unfinished.add(run);
  }

  async #run(attempt: Attempt): Promise<void> {
    const { claimed, controller } = attempt;
    const { signal } = controller;
    const { now, random } = this.#around;
    const outcome = await this.#outcomeOf(attempt);
    this.#running.delete(attempt);
    const settlement = settlementOf(outcome, {
      attempt: claimed.attempt,
      retry: this.#settings.retry,
      abortReason: signal.aborted ? signal.reason : undefined,
      nowMs: now(),
      random,
    });
    // The slot is free before the storage has answered, so that both can be one step there.
    const settled = settlement && this.#settle(claimed, settlement, outcome);
    this.wake();
    await settled;
    this.#held.delete(claimed);
  }

  async #outcomeOf({ claimed, controller }: Attempt): Promise<Outcome> {
    // Claimed while closing began: never started, so that it goes back uncounted.
    if (this.#isClosing) {
      controller.abort(new QueueError("queue_closed"));
      return { kind: "threw", error: controller.signal.reason };
    }
    const { attempt } = claimed;
    const context: JobContext = {
      signal: controller.signal,
      attempt,
      isLast: attempt >= attemptsOf(this.#settings.retry),
      progress: (value) => this.#progress(claimed, controller.signal, value),
    };
    const run = () => this.#handler(jobOf(claimed), context);
    return runHandler(run, controller, this.#settings);
  }

  async #progress(claimed: ClaimedJob, signal: AbortSignal, value: number): Promise<void> {
    if (signal.aborted || !Number.isFinite(value)) return;
    try {
      await this.#around.storage.progress(claimed, value);
    } catch (error) {
      this.#settings.onStorageError(error);
    }
  }

  async #settle(claimed: ClaimedJob, settlement: Settlement, outcome: Outcome): Promise<void> {
    const { storage, now } = this.#around;
    for (let tries = 1; ; tries++) {
      try {
        const isHeld = await storage.settle(claimed, settlement, now());
        if (tries > 1) this.#unsettled--;
        if (isHeld) this.#tell(claimed, settlement, outcome);
        return;
      } catch (error) {
        if (tries === 1) this.#unsettled++;
        this.#settings.onStorageError(error);
        if (this.#isClosing) return;
        await new Promise((resolve) => setTimeout(resolve, Math.min(50 * tries, 1000)));
      }
    }
  }

  #tell({ id }: ClaimedJob, settlement: Settlement, outcome: Outcome): void {
    const { completed, failed } = this.#around;
    if (settlement.state === "completed") completed.add();
    else if (settlement.failure) {
      const isCounted = settlement.state === "dead" || settlement.isCounted;
      if (isCounted) failed.add();
      const said = outcome.kind === "returned" ? outcome.value : undefined;
      const error = outcome.kind === "threw" ? outcome.error : said;
      this.#settings.onFailure(error, { ...settlement.failure, jobId: id });
    }
  }
}
