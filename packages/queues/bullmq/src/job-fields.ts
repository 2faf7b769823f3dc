import type { JobFailure, JobState, JobStatus } from "@hooks/queue";
import { jobIdOfKey } from "./job-key.ts";

/** A job's hash, as names and values in turn. */
export type JobFields = readonly string[];

/** What is known of a job, by its hash. */
export function statusOf(key: string, state: JobState, fields: JobFields): JobStatus {
  const values: Partial<Record<string, string>> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) values[fields[i] as string] = fields[i + 1] ?? "";
  const { hooksLane: lane, hooksFailure, hooksStarted, finishedOn, progress } = values;
  const lastFailure: JobFailure | undefined = hooksFailure && JSON.parse(hooksFailure);
  const enqueuedAtMs = Number(values["timestamp"]);
  return {
    id: jobIdOfKey(key),
    state,
    ...(lane !== undefined && { lane }),
    priority: Number(values["priority"] ?? 0),
    attempts: Number(values["hooksAttempts"] ?? 0),
    enqueuedAtMs,
    dueAtMs: Number(values["hooksDue"] ?? enqueuedAtMs),
    ...(hooksStarted !== undefined && { startedAtMs: Number(hooksStarted) }),
    ...(finishedOn !== undefined && { finishedAtMs: Number(finishedOn) }),
    ...(progress !== undefined && { progress: Number(progress) }),
    ...(lastFailure && { lastFailure }),
  };
}

/** The value of one field. */
export function fieldOf(fields: JobFields, name: string): string | undefined {
  for (let i = 0; i + 1 < fields.length; i += 2) if (fields[i] === name) return fields[i + 1];
  return undefined;
}
