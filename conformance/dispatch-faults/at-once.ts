import type { HandlerRun } from "../queue-faults/handler-run.ts";
import { finishOf } from "../queue-faults/judge-runs.ts";
import type { Circumstances } from "../queue-faults/rerun-cause.ts";

/** When most runs went on at once. */
export interface Crowd {
  readonly count: number;
  readonly at: number;
}

/**
 * The most runs that went on at once.
 *
 * @param counts says of one that began before, whether it is to be counted then
 */
export function mostAtOnce(
  runs: readonly HandlerRun[],
  circumstances: Circumstances,
  counts: (run: HandlerRun, at: number) => boolean = () => true,
): Crowd {
  let most: Crowd = { count: 0, at: 0 };
  let going: readonly HandlerRun[] = [];
  for (const run of runs.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const at = run.startedAt;
    going = going.filter((one) => finishOf(one, circumstances) > at);
    const count = 1 + going.filter((one) => counts(one, at)).length;
    if (count > most.count) most = { count, at };
    going = [...going, run];
  }
  return most;
}
