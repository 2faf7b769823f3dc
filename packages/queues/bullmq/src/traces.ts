import type { JobHandler } from "@hooks/queue";
import { type Queue as BullQueue, SpanKind, TelemetryAttributes } from "bullmq";

/** Carries a trace from who enqueues a job to its handler, as BullMQ does, through its `telemetry`. */
export class Traces {
  readonly #queue: BullQueue;
  /** Of the jobs that handlers hold. */
  readonly #held = new Map<string, string>();

  constructor(queue: BullQueue) {
    this.#queue = queue;
  }

  /** Runs what enqueues in a span of its own. */
  enqueue<Value>(count: number, run: (trace: string) => Promise<Value>): Promise<Value> {
    const { telemetry } = this.#queue.opts;
    if (!telemetry) return run("");
    const { name } = this.#queue;
    return this.#queue.trace(SpanKind.PRODUCER, "addBulk", name, async (span, trace) => {
      span?.setAttributes({ [TelemetryAttributes.BulkCount]: count });
      return run(trace ?? "");
    }) as Promise<Value>;
  }

  /** Remembers the trace of a job until its handler has ended. */
  claimed(id: string, trace: string): void {
    if (trace !== "") this.#held.set(id, trace);
  }

  /** The same handler, each of its runs in a span that goes on with the trace of who enqueued the job. */
  around(handler: JobHandler): JobHandler {
    if (!this.#queue.opts.telemetry) return handler;
    return (job, context) => {
      const trace = this.#held.get(job.id);
      this.#held.delete(job.id);
      const { name } = this.#queue;
      const run = async (span?: { setAttributes(attributes: object): void }) => {
        span?.setAttributes({
          [TelemetryAttributes.JobId]: job.id,
          [TelemetryAttributes.JobAttemptsMade]: context.attempt,
        });
        return handler(job, context);
      };
      return this.#queue.trace(SpanKind.CONSUMER, "process", name, run, trace);
    };
  }
}
