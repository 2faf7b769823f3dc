import type { BreakerState } from "./breaker.ts";

/** What is remembered of an endpoint between attempts. JSON can say it. */
export interface EndpointState {
  readonly breaker?: BreakerState | undefined;
  /** Until then one attempt is made at a time. */
  readonly slowUntilMs?: number | undefined;
  /** Until then none is made: the endpoint has said so by Retry-After. */
  readonly pausedUntilMs?: number | undefined;
  /** When the failures began that no success has ended. */
  readonly failingSinceMs?: number | undefined;
  /** `endpoint.failing` was reported, and `endpoint.recovered` not yet. */
  readonly isReported?: boolean | undefined;
  readonly disabled?: { readonly atMs: number; readonly reason: "gone" | "failing" } | undefined;
}

/** Keeps the states of endpoints, for one process or for many. */
export interface EndpointStates {
  /** The state; `undefined` of an endpoint that nothing is known of. */
  readonly read: (
    endpointId: string,
  ) => EndpointState | undefined | Promise<EndpointState | undefined>;
  /**
   * Changes a state, atomically: what `change` was given is still so when its answer is kept. It may be called again.
   */
  readonly update: (
    endpointId: string,
    change: (state: EndpointState) => EndpointState,
  ) => void | Promise<void>;
}

/** Keeps the states of endpoints in this process. */
export function memoryEndpointStates(): EndpointStates {
  const states = new Map<string, EndpointState>();
  return {
    read: (id) => states.get(id),
    update: (id, change) => {
      states.set(id, change(states.get(id) ?? {}));
    },
  };
}
