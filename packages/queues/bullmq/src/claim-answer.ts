import type { ClaimedJob, ClaimResult } from "@hooks/queue";
import { jobIdOfKey } from "./job-key.ts";
import { bodyBytes } from "./stored-body.ts";
import type { Traces } from "./traces.ts";

type JobAnswer = readonly [
  key: string,
  token: string,
  attempt: number,
  lane: string,
  priority: string,
  enqueuedAtMs: string,
  data: string,
  shared: string,
  body: string,
  trace: string,
];

/** What the script that claims gives. */
export type ClaimAnswer = readonly [expired: number, wakeAtMs: number, jobs: readonly JobAnswer[]];

/** Reads it: a body that several jobs share came once, and each gets its own copy. */
export function claimResultOf(
  [expired, wakeAtMs, answers]: ClaimAnswer,
  traces: Traces,
): ClaimResult {
  const bodies = new Map<string, string>();
  const jobs = answers.map((answer): ClaimedJob => {
    const [key, token, attempt, lane, priority, enqueuedAtMs, data, shared, text, trace] = answer;
    if (text !== "" && shared !== "") bodies.set(shared, text);
    const body = shared === "" ? text : bodies.get(shared);
    const id = jobIdOfKey(key);
    traces.claimed(id, trace);
    return {
      id,
      token,
      attempt,
      lane: lane === "" ? undefined : lane,
      priority: Number(priority),
      enqueuedAtMs: Number(enqueuedAtMs),
      data,
      body: body ? bodyBytes(body) : undefined,
    };
  });
  return { jobs, wakeAtMs: wakeAtMs === 0 ? undefined : wakeAtMs, expired };
}
