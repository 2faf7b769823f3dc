import { createHash } from "node:crypto";
import type { EventFacts, EventQueue, QueuedEvent } from "@hooks/core";

/** A job that went through JSON, as in a queue that lasts. */
export interface SampleJob extends QueuedEvent {
  readonly data: EventFacts;
  readonly body: Uint8Array;
}

/** A queue that keeps what it is given, by its id. */
export interface SampleQueue extends EventQueue {
  readonly jobs: ReadonlyMap<string, SampleJob>;
}

const digestOf = (body: Uint8Array): string => createHash("sha256").update(body).digest("hex");

/** Makes a queue; `fault` is thrown instead of an answer, after or before the job is there. */
export function sampleQueue(fault: { readonly before?: unknown; readonly after?: unknown } = {}) {
  const jobs = new Map<string, SampleJob>();
  const enqueue: EventQueue["enqueue"] = async ({ data, body = new Uint8Array() }, { id }) => {
    if ("before" in fault) throw fault.before;
    const known = jobs.get(id);
    if (known && digestOf(known.body) !== digestOf(body)) {
      throw Object.assign(new Error("reused"), { code: "job_id_reused" });
    }
    const kept = { data: JSON.parse(JSON.stringify(data)), body: Uint8Array.from(body) };
    if (!known) jobs.set(id, kept);
    if ("after" in fault) throw fault.after;
    return { isNew: !known };
  };
  return { jobs, enqueue } satisfies SampleQueue;
}
