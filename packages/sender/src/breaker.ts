/** When attempts to a failing endpoint are held back. */
export interface BreakerPolicy {
  /** It opens when at least this share of the attempts in the window has failed, */
  readonly failureShare: number;
  /** and there were at least so many. */
  readonly minAttempts: number;
  readonly windowMs: number;
  /** Then one attempt is let through, which closes it or opens it again. */
  readonly halfOpenAfterMs: number;
}

/** The policy where nothing else is asked for. */
export const standardBreaker: BreakerPolicy = {
  failureShare: 0.7,
  minAttempts: 10,
  windowMs: 5 * 60_000,
  halfOpenAfterMs: 30_000,
};

/** How attempts to one endpoint went of late. JSON can say it. */
export interface BreakerState {
  /** Counts by tenths of the window, oldest first. */
  readonly counts: readonly BreakerCount[];
  readonly openedAtMs?: number | undefined;
  /** When the one attempt was let through whose end is awaited. */
  readonly probedAtMs?: number | undefined;
}

/** What was counted in a tenth of the window. */
export interface BreakerCount {
  readonly fromMs: number;
  readonly delivered: number;
  readonly failed: number;
}

/** A breaker that has seen nothing. */
export const closedBreaker: BreakerState = { counts: [] };

/** How long until the breaker lets an attempt through, in milliseconds; 0 where it does now. */
export function breakerWaitMs(
  { openedAtMs, probedAtMs }: BreakerState,
  nowMs: number,
  { halfOpenAfterMs }: BreakerPolicy,
): number {
  if (openedAtMs === undefined) return 0;
  // An attempt that was let through and never ended, because its process did, is waited for no longer than this.
  const fromMs = Math.min(probedAtMs ?? openedAtMs, nowMs);
  return Math.max(0, fromMs + halfOpenAfterMs - nowMs);
}

/** The breaker after it has let an attempt through. */
export function probed(state: BreakerState, nowMs: number): BreakerState {
  return state.openedAtMs === undefined ? state : { ...state, probedAtMs: nowMs };
}

/** The breaker after an attempt. */
export function counted(
  state: BreakerState,
  isDelivered: boolean,
  nowMs: number,
  policy: BreakerPolicy,
): BreakerState {
  if (state.openedAtMs !== undefined) {
    // Attempts that began before it opened end while it is open: a success says the same as that of a probe.
    if (isDelivered) return closedBreaker;
    return state.probedAtMs === undefined ? state : { counts: [], openedAtMs: nowMs };
  }
  const tenthMs = policy.windowMs / 10;
  const counts = state.counts.filter(
    ({ fromMs }) => fromMs > nowMs - policy.windowMs && fromMs <= nowMs,
  );
  const last = counts.at(-1);
  const isInLast = last !== undefined && nowMs - last.fromMs < tenthMs;
  const { fromMs, delivered, failed } = isInLast
    ? last
    : { fromMs: nowMs, delivered: 0, failed: 0 };
  if (isInLast) counts.pop();
  counts.push({
    fromMs,
    delivered: delivered + (isDelivered ? 1 : 0),
    failed: failed + (isDelivered ? 0 : 1),
  });
  if (isDelivered) return { counts };
  const all = counts.reduce((sum, one) => sum + one.delivered + one.failed, 0);
  const allFailed = counts.reduce((sum, one) => sum + one.failed, 0);
  const opens = all >= policy.minAttempts && allFailed >= policy.failureShare * all;
  return opens ? { counts: [], openedAtMs: nowMs } : { counts };
}
