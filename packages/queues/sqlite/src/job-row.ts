import type { JobStatus } from "@hooks/queue";
import { stateNames } from "./schema.ts";

/** A row of the jobs' table, with its lane's name. */
export interface JobRow {
  readonly seq: number;
  readonly id: string;
  readonly lane: number;
  readonly lane_name: string;
  readonly state: number;
  readonly priority: number;
  readonly enqueued_at: number;
  readonly due_at: number;
  readonly attempts: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly progress: number | null;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly failure_at: number | null;
  readonly data: string | null;
  readonly body: number | null;
}

/** What may be shown of it at a time: what is due waits, even if no worker has looked since. */
export function statusOf(row: JobRow, nowMs: number): JobStatus {
  const { id, lane_name, priority, attempts, failure_code, failure_message, failure_at } = row;
  const isDue = row.state === 1 && row.due_at <= nowMs;
  return {
    id,
    state: isDue ? "waiting" : (stateNames[row.state] ?? "dead"),
    ...(lane_name !== "" && { lane: lane_name }),
    priority,
    attempts,
    enqueuedAtMs: row.enqueued_at,
    dueAtMs: row.due_at,
    ...(row.started_at !== null && { startedAtMs: row.started_at }),
    ...(row.finished_at !== null && { finishedAtMs: row.finished_at }),
    ...(row.progress !== null && { progress: row.progress }),
    ...(failure_code !== null && {
      lastFailure: { code: failure_code, message: failure_message ?? "", atMs: failure_at ?? 0 },
    }),
  };
}
