import { hash } from "node:crypto";
import { boundedInteger } from "./bounded.ts";
import type { JobPayload, Json, NewJob } from "./job.ts";
import { jobIdOf, laneNameOf, maxDelayMs, priorityOf } from "./job-bounds.ts";
import { QueueError } from "./queue-error.ts";

/** A body, under the name by which equal ones are found. */
export interface EncodedBody {
  /** SHA-256 in base64. */
  readonly digest: string;
  /** The queue's own copy. */
  readonly bytes: Uint8Array;
}

/** A job that may be stored as it is. */
export interface EncodedJob {
  readonly id: string;
  readonly lane: string | undefined;
  readonly priority: number;
  readonly enqueuedAtMs: number;
  readonly dueAtMs: number;
  /** JSON. */
  readonly data: string;
  readonly body: EncodedBody | undefined;
  /** SHA-256, in base64, of lane, identity (or data) and body: what makes an id's second use the same job. */
  readonly digest: string;
}

/** How large a payload may be. */
export interface SizeLimits {
  readonly maxDataBytes: number;
  readonly maxBodyBytes: number;
}

function encodeData(data: Json, maxDataBytes: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch {
    // The error quotes the data.
  }
  if (text === undefined) throw new QueueError("job_invalid", "the data can't be written as JSON");
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxDataBytes) return text;
  throw new QueueError("job_too_large", `the data has ${bytes} bytes, of ${maxDataBytes} allowed`);
}

function encodeBody(body: Uint8Array, maxBodyBytes: number): EncodedBody {
  if (!(body instanceof Uint8Array)) throw new QueueError("job_invalid", "the body is no bytes");
  if (body.length > maxBodyBytes) {
    const message = `the body has ${body.length} bytes, of ${maxBodyBytes} allowed`;
    throw new QueueError("job_too_large", message);
  }
  // A copy, for the caller may use the buffer again before it is written.
  const bytes = new Uint8Array(body);
  return { digest: hash("sha256", bytes, "base64"), bytes };
}

/**
 * Makes what encodes the jobs of one call: a body that several of them share is copied and hashed once.
 *
 * @throws QueueError `job_invalid`, `job_too_large`, `option_invalid`
 */
export function jobEncoder(limits: SizeLimits, nowMs: number): (job: NewJob) => EncodedJob {
  const bodies = new Map<Uint8Array, EncodedBody>();
  const bodyOf = ({ body }: JobPayload): EncodedBody | undefined => {
    if (body === undefined) return undefined;
    const known = bodies.get(body) ?? encodeBody(body, limits.maxBodyBytes);
    bodies.set(body, known);
    return known;
  };
  return (job) => {
    const { delayMs = 0, priority = 0 } = job;
    const lane = job.lane === undefined ? undefined : laneNameOf(job.lane);
    const data = encodeData(job.data, limits.maxDataBytes);
    const body = bodyOf(job);
    const { identity } = job;
    const same = identity === undefined ? data : encodeData(identity, limits.maxDataBytes);
    return {
      id: jobIdOf(job.id),
      lane,
      priority: priorityOf(priority),
      enqueuedAtMs: nowMs,
      dueAtMs: nowMs + boundedInteger("delayMs", delayMs, 0, maxDelayMs),
      data,
      body,
      digest: hash("sha256", JSON.stringify([lane ?? null, body?.digest ?? null]) + same, "base64"),
    };
  };
}
