import type { StoredJob } from "@hooks/queue";
import { print, printable, printableLine } from "./terminal.ts";

const timeOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

/** Prints a job; its bytes only where they are asked for. */
export function showJob(job: StoredJob, withBody: boolean, isJson: boolean): void {
  const { body, data, lastFailure, ...status } = job;
  if (isJson) {
    const bytes = body && { bodyBytes: body.length };
    const text = withBody && body && { bodyBase64: Buffer.from(body).toString("base64") };
    print(JSON.stringify({ ...status, lastFailure, data, ...bytes, ...text }));
    return;
  }
  const rows: Readonly<Record<string, string | number | undefined>> = {
    id: job.id,
    state: job.state,
    lane: job.lane,
    attempts: job.attempts,
    enqueued: timeOf(job.enqueuedAtMs),
    started: timeOf(job.startedAtMs),
    finished: timeOf(job.finishedAtMs),
    failure: lastFailure && `${lastFailure.code}: ${lastFailure.message}`,
    data: data === undefined ? undefined : JSON.stringify(data),
    body: body && `${body.length} bytes`,
  };
  for (const [name, value] of Object.entries(rows)) {
    if (value !== undefined) print(`${name.padEnd(10)}${printableLine(String(value))}`);
  }
  if (withBody && body) print(`\n${printable(new TextDecoder().decode(body), 1_000_000)}`);
}
