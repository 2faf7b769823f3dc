import {
  type EnqueueOptions,
  isQueueError,
  type Job,
  type JobContext,
  type JobState,
  type JobStatus,
  type Json,
  type Queue,
  type QueueOptions,
} from "@hooks/queue";
import type { QueueProcess, QueueProcesses } from "./queue-process.ts";

/** A queue to be tested, and what the suite may do with it. */
export interface QueueSetup {
  readonly queue: Queue;
  /** Opens the same queue once more, as another process would. The suite closes it. */
  readonly another?: (() => Queue | Promise<Queue>) | undefined;
  /** Moves the queue's clock on; nothing else may move it. Without this the suite waits. */
  readonly advance?: ((ms: number) => unknown) | undefined;
  /** What the suite's processes are started with, so that they open the same queue. */
  readonly processArguments?: readonly string[] | undefined;
  /** Called once at the end, whether the test has passed or not; the queues are closed by then. */
  readonly close?: (() => unknown) | undefined;
}

/** Makes a queue that holds nothing yet, with these options. */
export type CreateQueue = (options: QueueOptions) => QueueSetup | Promise<QueueSetup>;

/** One thing that a queue has to do right. */
export interface QueueCase {
  readonly name: string;
  readonly options?: QueueOptions;
  /** It can be shown only with a clock that can be moved, with the same queue opened twice, or in processes. */
  readonly needs?: "advance" | "another" | "processes";
  readonly run: (trial: QueueTrial) => Promise<void>;
}

/** A handler's end, to be decided by the case. */
export interface HeldHandler {
  readonly job: Job;
  readonly context: JobContext;
  readonly end: (value?: unknown) => void;
  readonly fail: (error: unknown) => void;
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** One case's queue, and the checks of what it does. They are counted. */
export class QueueTrial {
  readonly queue: Queue;
  readonly setup: QueueSetup;
  readonly canAdvance: boolean;
  /** Where time can only be waited for, long enough for a few calls and no longer. */
  readonly shortMs: number;
  count = 0;
  readonly #processes: QueueProcesses | undefined;
  readonly #patienceMs: number;
  readonly #others: Queue[] = [];
  readonly #children: QueueProcess[] = [];

  constructor(setup: QueueSetup, processes: QueueProcesses | undefined, patienceMs: number) {
    this.setup = setup;
    this.queue = setup.queue;
    this.canAdvance = setup.advance !== undefined;
    this.shortMs = this.canAdvance ? 10_000 : 500;
    this.#processes = processes;
    this.#patienceMs = patienceMs;
  }

  async another(): Promise<Queue> {
    const queue = await this.setup.another?.();
    if (queue === undefined) throw new Error("there is no second queue");
    this.#others.push(queue);
    return queue;
  }

  /** A process with the same queue. */
  async process(): Promise<QueueProcess> {
    const child = await this.#processes?.start(this.setup.processArguments ?? []);
    if (child === undefined) throw new Error("there are no processes");
    this.#children.push(child);
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.#children) await child.kill();
    for (const queue of [this.queue, ...this.#others]) await queue.close({ timeoutMs: 0 });
    await this.setup.close?.();
  }

  /** Lets time pass for the queue. */
  async pass(ms: number): Promise<void> {
    if (this.setup.advance) await this.setup.advance(ms);
    else await sleep(ms + 20);
  }

  /** @throws Error unless `condition` holds */
  holds(condition: unknown, message: string): void {
    this.count++;
    if (!condition) throw new Error(message);
  }

  same(actual: unknown, expected: unknown, what: string): void {
    const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
    this.holds(is === should, `${what}: ${is}, not ${should}`);
  }

  /** @throws Error unless the condition comes true in good time */
  async until(what: string, condition: () => unknown): Promise<void> {
    this.count++;
    const endMs = performance.now() + this.#patienceMs;
    while (!(await condition())) {
      if (performance.now() > endMs) throw new Error(`it never came that ${what}`);
      await sleep(5);
    }
  }

  /** @throws Error unless it holds for as long as a queue would need to do it */
  async stays(what: string, condition: () => unknown, ms = 120): Promise<void> {
    const endMs = performance.now() + ms;
    do {
      this.holds(await condition(), `it did not stay that ${what}`);
      await sleep(5);
    } while (performance.now() < endMs);
  }

  /** @throws Error unless it is refused with the code */
  async refuses(what: string, code: string, call: () => unknown): Promise<void> {
    this.count++;
    try {
      await call();
    } catch (error) {
      if (isQueueError(error) && error.code === code) return;
      throw new Error(`${what} is refused with ${String(error)}, not with ${code}`);
    }
    throw new Error(`${what} is taken`);
  }

  /** A job that is new, whose data is its id unless told otherwise. */
  async add(
    id: string,
    options: Omit<EnqueueOptions, "id"> & { readonly data?: Json } = {},
  ): Promise<void> {
    const { data = id, ...rest } = options;
    const { isNew } = await this.queue.enqueue({ data }, { id, ...rest });
    this.holds(isNew, `${id} is not new`);
  }

  async status(id: string): Promise<JobStatus> {
    const status = await this.queue.status(id);
    this.count++;
    if (status === undefined) throw new Error(`${id} is not known`);
    return status;
  }

  async becomes(id: string, state: JobState): Promise<JobStatus> {
    await this.until(
      `${id} is ${state}`,
      async () => (await this.queue.status(id))?.state === state,
    );
    return this.status(id);
  }

  /** A handler that records the jobs and ends at once. */
  recorder(): { readonly ids: string[]; readonly handle: (job: Job) => void } {
    const ids: string[] = [];
    return { ids, handle: ({ id }) => void ids.push(id) };
  }

  /** A handler whose every run waits until the case says how it ends. */
  holder(): {
    readonly runs: HeldHandler[];
    readonly handle: (job: Job, context: JobContext) => Promise<unknown>;
  } {
    const runs: HeldHandler[] = [];
    const handle = (job: Job, context: JobContext) =>
      new Promise<unknown>((end, fail) => runs.push({ job, context, end, fail }));
    return { runs, handle };
  }
}
