import type { UnmadeCode } from "./attempt.ts";
import {
  type BreakerPolicy,
  breakerWaitMs,
  closedBreaker,
  counted,
  probed,
  standardBreaker,
} from "./breaker.ts";
import type { EndpointState } from "./endpoint-state.ts";

/** When an endpoint is spared, held back and given up. */
export interface EndpointPolicy {
  readonly breaker: BreakerPolicy;
  /** How long attempts are made one at a time after 429, 502, 504, a timeout or a Retry-After. */
  readonly slowMs: number;
  /** `endpoint.failing` is reported when failures without a success lie this far apart, */
  readonly failingAfterMs: number;
  /** and the endpoint is disabled by one that comes this long after the first. */
  readonly disabledAfterMs: number;
}

const hour = 3_600_000;

/** The policy where nothing else is asked for. */
export const standardEndpointPolicy: EndpointPolicy = {
  breaker: standardBreaker,
  slowMs: 60_000,
  failingAfterMs: 12 * hour,
  disabledAfterMs: 5 * 24 * hour,
};

/** May an attempt be made? */
export type Admission =
  | { readonly state: EndpointState }
  | {
      readonly code: UnmadeCode & ("endpoint_disabled" | "endpoint_paused" | "circuit_open");
      /** Milliseconds; absent where time won't help. */
      readonly waitMs?: number;
    };

/** Lets an attempt through, which {@link settle} is told the end of; or says why not. */
export function admit(state: EndpointState, nowMs: number, policy: EndpointPolicy): Admission {
  if (state.disabled) return { code: "endpoint_disabled" };
  const pauseMs = (state.pausedUntilMs ?? 0) - nowMs;
  if (pauseMs > 0) return { code: "endpoint_paused", waitMs: pauseMs };
  const { breaker } = state;
  if (!breaker) return { state };
  const waitMs = breakerWaitMs(breaker, nowMs, policy.breaker);
  if (waitMs > 0) return { code: "circuit_open", waitMs };
  const next = probed(breaker, nowMs);
  return { state: next === breaker ? state : { ...state, breaker: next } };
}

/** How an attempt ended, as far as its endpoint's state is concerned. */
export interface Ending {
  readonly isDelivered: boolean;
  /** 410. */
  readonly isGone: boolean;
  /** 429, 502, 504 or a timeout. */
  readonly isSlow: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** What happened to an endpoint. */
export type EndpointChange = "endpoint.failing" | "endpoint.disabled" | "endpoint.recovered";

/** The state after an attempt, and what of it is to be reported. */
export function settle(
  state: EndpointState,
  ending: Ending,
  nowMs: number,
  policy: EndpointPolicy,
): { readonly state: EndpointState; readonly changes: readonly EndpointChange[] } {
  const { isDelivered, isGone, isSlow, retryAfterMs } = ending;
  const breaker = counted(state.breaker ?? closedBreaker, isDelivered, nowMs, policy.breaker);
  if (isDelivered) {
    // An attempt that was under way when the endpoint was disabled does not bring it back.
    const { slowUntilMs = 0, pausedUntilMs = 0, disabled } = state;
    const recovered = state.isReported && !disabled;
    return {
      state: {
        breaker,
        slowUntilMs: slowUntilMs > nowMs ? slowUntilMs : undefined,
        pausedUntilMs: pausedUntilMs > nowMs ? pausedUntilMs : undefined,
        disabled,
        isReported: disabled && state.isReported,
      },
      changes: recovered ? ["endpoint.recovered"] : [],
    };
  }
  const failingSinceMs = Math.min(state.failingSinceMs ?? nowMs, nowMs);
  const failingMs = nowMs - failingSinceMs;
  const changes: EndpointChange[] = [];
  if (!state.isReported && failingMs >= policy.failingAfterMs) changes.push("endpoint.failing");
  // A failure that is the second after days says less than several: the first that is far apart only reports.
  const isOver = state.isReported && failingMs >= policy.disabledAfterMs;
  const reason = isGone ? "gone" : isOver ? "failing" : undefined;
  const disabled = state.disabled ?? (reason && { atMs: nowMs, reason });
  if (disabled !== state.disabled) changes.push("endpoint.disabled");
  const isSlowed = isSlow || retryAfterMs !== undefined;
  const slowUntilMs = isSlowed ? nowMs + (retryAfterMs ?? 0) + policy.slowMs : 0;
  return {
    state: {
      breaker,
      slowUntilMs: Math.max(state.slowUntilMs ?? 0, slowUntilMs),
      pausedUntilMs: Math.max(state.pausedUntilMs ?? 0, nowMs + (retryAfterMs ?? 0)),
      failingSinceMs,
      isReported: state.isReported || changes.length > 0,
      disabled,
    },
    changes,
  };
}

/** The state of an endpoint that is given another chance: it starts anew, and its first success reports recovery. */
export function enabled({ isReported }: EndpointState): EndpointState {
  return { isReported };
}
