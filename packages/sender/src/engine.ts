import type { Agents } from "./agents.ts";
import type { Attempt } from "./attempt.ts";
import type { AttemptsStore } from "./attempts-store.ts";
import type { Clock } from "./clock.ts";
import type { EndpointPolicy } from "./endpoint-policy.ts";
import type { EndpointStates } from "./endpoint-state.ts";
import type { ExchangeLimits, Exchanges } from "./exchanges.ts";
import type { Lanes } from "./lanes.ts";
import type { Pending } from "./pending.ts";
import type { Redaction } from "./redaction.ts";
import type { Report } from "./report.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import type { Signer } from "./signer.ts";
import type { Stop } from "./stop.ts";
import type { Turns } from "./turns.ts";

/** What a sender is made of. */
export interface Engine {
  readonly agents: Agents;
  readonly attempts: AttemptsStore | undefined;
  readonly clock: Clock;
  /** What is under way; stopped when the sender's grace is over. */
  readonly exchanges: Exchanges;
  readonly lanes: Lanes;
  readonly limits: ExchangeLimits;
  readonly pending: Pending;
  readonly policy: EndpointPolicy;
  readonly redaction: Redaction;
  readonly retries: RetryPolicy;
  readonly signer: Signer;
  readonly states: EndpointStates;
  readonly turns: Turns;
  /** What each delivery has. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tellAttempt: (attempt: Attempt) => void;
  readonly tell: (report: Report) => void;
  /** Stopped when the sender is closed: nothing new is begun. */
  readonly closing: Stop;
}

/** Calls what may throw or reject, and must not change anything by it. */
export function tellSafely<Told>(
  listener: ((told: Told) => unknown) | undefined,
): (told: Told) => void {
  return (told) => {
    try {
      const answer = listener?.(told);
      if (answer instanceof Promise) answer.catch(() => undefined);
    } catch {
      // The listener's own affair.
    }
  };
}
