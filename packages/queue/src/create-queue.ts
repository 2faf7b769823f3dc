import { boundedInteger, boundedText, optionalFunction } from "./bounded.ts";
import { jobEncoder } from "./encode-job.ts";
import type { JobHandler, ProcessOptions } from "./handler.ts";
import type { Enqueued, NewJob } from "./job.ts";
import { jobIdOf, laneNameOf, maxJobsAtOnce } from "./job-bounds.ts";
import type { JobStorage } from "./job-storage.ts";
import { laneRules } from "./lane-limits.ts";
import { closeTimeoutMs, processSettings } from "./process-settings.ts";
import type { DeadFilter, Queue } from "./queue.ts";
import { QueueError } from "./queue-error.ts";
import type { QueueSettings } from "./queue-settings.ts";
import { RateMeter } from "./rate-meter.ts";
import { Worker, type WorkerSurroundings } from "./worker.ts";

/** What {@link createQueue} has to know. */
export interface CreateQueueOptions extends QueueSettings {
  /** How long a worker sleeps at most before it looks for jobs that others have enqueued. */
  readonly pollMs: number;
}

const optionalLane = (lane: string | undefined): string | undefined =>
  lane === undefined ? undefined : laneNameOf(lane);

function checkFilter({ lane, code, sinceMs, untilMs }: DeadFilter): void {
  optionalLane(lane);
  if (code !== undefined) boundedText("code", code, 64);
  for (const time of [sinceMs, untilMs]) {
    if (time === undefined || Number.isFinite(time)) continue;
    throw new QueueError("option_invalid", "sinceMs and untilMs are numbers");
  }
}

/** Makes a queue of a storage: all that is not about how jobs lie there. */
export function createQueue(storage: JobStorage, options: CreateQueueOptions): Queue {
  const { now, random, pollMs } = options;
  const workers = new Set<Worker>();
  const around: WorkerSurroundings = {
    storage,
    now,
    random,
    pollMs,
    completed: new RateMeter(now),
    failed: new RateMeter(now),
  };
  let closed: Promise<void> | undefined;

  const assertOpen = (): void => {
    if (closed) throw new QueueError("queue_closed", "the queue is closed");
  };
  const wakeAll = (): void => {
    for (const worker of workers) worker.wake();
  };
  const enqueueAll = async (jobs: readonly NewJob[]): Promise<readonly Enqueued[]> => {
    assertOpen();
    const encoded = jobs.map(jobEncoder(options, now()));
    const areNew = await storage.enqueueAll(encoded);
    wakeAll();
    return encoded.map(({ id }, i) => ({ id, isNew: areNew[i] === true }));
  };
  const closeAll = async (timeoutMs: number): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.close({ timeoutMs })));
    await storage.close();
  };

  return {
    ready: async () => {
      assertOpen();
      await storage.ready();
    },

    enqueue: async (job, enqueueOptions) => {
      const [enqueued] = await enqueueAll([{ ...job, ...enqueueOptions }]);
      return enqueued as Enqueued;
    },

    enqueueAll: async (jobs) => {
      boundedInteger("the number of jobs", jobs.length, 0, maxJobsAtOnce);
      if (new Set(jobs.map(({ id }) => id)).size === jobs.length) return enqueueAll(jobs);
      throw new QueueError("job_invalid", "two of the jobs have one id");
    },

    process: (handler: JobHandler, given: ProcessOptions = {}) => {
      assertOpen();
      if (optionalFunction("the handler", handler) === undefined) {
        throw new QueueError("option_invalid", "there is no handler");
      }
      const worker = new Worker(handler, processSettings(given), around);
      workers.add(worker);
      return {
        close: async (closeOptions) => {
          await worker.close(closeOptions);
          workers.delete(worker);
        },
      };
    },

    setLane: async (lane, limits) => {
      assertOpen();
      await storage.setLane(laneNameOf(lane), laneRules(limits), now());
      wakeAll();
    },

    pause: async (lane) => {
      assertOpen();
      await storage.setPaused(optionalLane(lane), true, now());
    },

    resume: async (lane) => {
      assertOpen();
      await storage.setPaused(optionalLane(lane), false, now());
      wakeAll();
    },

    status: async (id) => {
      assertOpen();
      return storage.status(jobIdOf(id), now());
    },

    inspect: async (id) => {
      assertOpen();
      return storage.inspect(jobIdOf(id), now());
    },

    dead: async (query = {}) => {
      assertOpen();
      checkFilter(query);
      const limit = boundedInteger("limit", query.limit ?? 100, 1, 1000);
      return storage.dead({ ...query, limit });
    },

    retryDead: async (which) => {
      assertOpen();
      if (typeof which === "string") jobIdOf(which);
      else checkFilter(which);
      const count = await storage.retryDead(which, now());
      wakeAll();
      return count;
    },

    remove: async (id) => {
      assertOpen();
      const state = await storage.remove(jobIdOf(id), now());
      if (state !== "active") return state !== undefined;
      throw new QueueError("job_active", "a handler holds the job");
    },

    counts: async () => {
      assertOpen();
      return storage.counts(now());
    },

    health: async () => {
      assertOpen();
      const lastMinute = {
        completed: around.completed.total(),
        failed: around.failed.total(),
      };
      return { ...(await storage.health(now())), lastMinute };
    },

    close: ({ timeoutMs } = {}) => {
      try {
        const ms = closeTimeoutMs(timeoutMs);
        closed ??= closeAll(ms);
        return closed;
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}
