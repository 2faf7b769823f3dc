import { boundedInteger } from "./bounded.ts";

/** So many starts in so long a time. */
export interface RateLimit {
  /** Starts, 1 or more; in a whole window, so that a burst of all of them may come at once. */
  readonly max: number;
  readonly perMs: number;
}

/** What holds for the jobs of one lane, in all processes together. Retries count like first attempts. */
export interface LaneLimits {
  /** Jobs of the lane that are active at a time; default 10. An ordered lane has one. */
  readonly concurrency?: number;
  /**
   * Starts in any window; default no limit. At most `max` starts within every `perMs`: windows may be fixed ones, so
   * that around a border up to twice `max` start within `perMs`.
   */
  readonly rateLimit?: RateLimit;
  /**
   * One job at a time, strictly in the order in which they were enqueued; default `false`.
   *
   * The first job that is neither completed nor dead holds up those behind it, also while it is delayed or waits for
   * its next attempt. Priorities have no meaning in the lane. What is put back from the dead goes to its end.
   */
  readonly ordered?: boolean;
}

/** What holds for a lane, with defaults where none was given. */
export interface LaneRules {
  readonly concurrency: number;
  readonly rateLimit: RateLimit | undefined;
  readonly isOrdered: boolean;
}

const dayMs = 86_400_000;

/** @throws QueueError `option_invalid` */
export function laneRules({ concurrency = 10, rateLimit, ordered }: LaneLimits): LaneRules {
  boundedInteger("concurrency", concurrency, 1, 1_000_000);
  if (rateLimit !== undefined) {
    boundedInteger("rateLimit.max", rateLimit.max, 1, 1_000_000);
    boundedInteger("rateLimit.perMs", rateLimit.perMs, 1, 366 * dayMs);
  }
  const isOrdered = ordered === true;
  return { concurrency: isOrdered ? 1 : concurrency, rateLimit, isOrdered };
}

/** What holds for a lane of which nothing was said. */
export const defaultLaneRules: LaneRules = laneRules({});

/** How many have started since when. */
export interface RateWindow {
  readonly startedAtMs: number;
  readonly count: number;
}

/** The window in which a start at this time counts. */
export function rateWindow(window: RateWindow, rateLimit: RateLimit, nowMs: number): RateWindow {
  const { startedAtMs } = window;
  // A clock that was set back must not close a lane for as long.
  const isOver = nowMs >= startedAtMs + rateLimit.perMs || nowMs < startedAtMs;
  return isOver ? { startedAtMs: nowMs, count: 0 } : window;
}

/** What a lane's rules are judged by. */
export interface LaneUse {
  readonly isPaused: boolean;
  readonly active: number;
  readonly window: RateWindow;
}

/**
 * Whether a lane lets one more job start.
 *
 * @returns `true`; `false` until something else happens in the lane; or the time from which it may, if nothing does
 */
export function laneOpens(rules: LaneRules, use: LaneUse, nowMs: number): boolean | number {
  if (use.isPaused || use.active >= rules.concurrency) return false;
  if (rules.rateLimit === undefined) return true;
  const { startedAtMs, count } = rateWindow(use.window, rules.rateLimit, nowMs);
  return count < rules.rateLimit.max || startedAtMs + rules.rateLimit.perMs;
}
