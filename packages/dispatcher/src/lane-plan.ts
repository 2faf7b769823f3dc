import type { LaneLimits } from "@hooks/queue";
import type { Attempt, Endpoint, EndpointState } from "@hooks/sender";

/** What a lane is given. */
export interface LanePlan {
  readonly limits: LaneLimits;
  /** Is nothing held back, and was the latest attempt no failure? */
  readonly isWell: boolean;
}

const defaultConcurrency = 10;

/** Does the endpoint ask for other limits than a lane has anyway? */
export const hasOwnLimits = ({ concurrency, rateLimit, ordered }: Endpoint): boolean =>
  ordered === true || rateLimit !== undefined || (concurrency ?? 10) !== defaultConcurrency;

/** For how long no attempt would be made. */
function heldMs(
  { pausedUntilMs = 0 }: EndpointState,
  attempt: Attempt | undefined,
  nowMs: number,
): number {
  const isHeld = attempt?.code === "circuit_open" || attempt?.code === "endpoint_paused";
  const untilMs = isHeld ? (attempt.nextAttemptAt?.getTime() ?? 0) : 0;
  return Math.max(0, pausedUntilMs - nowMs, untilMs - nowMs);
}

/**
 * What the lane of an endpoint may do, as the endpoint is and as it went of late.
 *
 * Jobs that would only be told to come again later are not even started: while nothing may be sent, one job starts in
 * all that time, which finds out when that is over. While the endpoint is slow, one job runs at a time.
 */
export function lanePlan(
  endpoint: Endpoint,
  state: EndpointState,
  attempt: Attempt | undefined,
  nowMs: number,
): LanePlan {
  const { ordered = false, concurrency = defaultConcurrency, rateLimit } = endpoint;
  const own = rateLimit && { max: rateLimit.count, perMs: rateLimit.perMs };
  // Whole seconds, so that many jobs that end at about one time agree.
  const waitMs = Math.ceil(heldMs(state, attempt, nowMs) / 1000) * 1000;
  if (waitMs > 0) {
    const perMs = Math.max(waitMs, own ? Math.ceil(own.perMs / own.max) : 0);
    return { limits: { ordered, concurrency: 1, rateLimit: { max: 1, perMs } }, isWell: false };
  }
  const isSlow = (state.slowUntilMs ?? 0) > nowMs || state.breaker?.openedAtMs !== undefined;
  const limits = {
    ordered,
    concurrency: isSlow ? 1 : concurrency,
    ...(own && { rateLimit: own }),
  };
  const isFailing = state.failingSinceMs !== undefined || state.disabled !== undefined;
  return { limits, isWell: !isSlow && !isFailing };
}
