import type { Attempt } from "./attempt.ts";
import type { EndpointState } from "./endpoint-state.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";
import type { Report } from "./report.ts";

type Step = Extract<Report, { readonly type: "store.failed" }>["step"];

/** Asks a store; a fault of it is told, and takes nothing away but what it should have remembered. */
function ask<Answer>(
  { tell }: Engine,
  step: Step,
  question: () => Answer | Promise<Answer>,
): Answer | undefined | Promise<Answer | undefined> {
  const onFault = (error: unknown): undefined => {
    tell({ type: "store.failed", step, error });
  };
  try {
    const answer = question();
    return answer instanceof Promise ? answer.catch(onFault) : answer;
  } catch (error) {
    return onFault(error);
  }
}

/** Keeps an event's bytes, where a store is there for them. */
export async function rememberEvent(engine: Engine, event: PreparedEvent): Promise<void> {
  const { attempts } = engine;
  if (attempts) await ask(engine, "recordEvent", () => attempts.recordEvent(event));
}

/** Keeps an attempt that was made, where a store is there for it. */
export async function rememberAttempt(engine: Engine, attempt: Attempt): Promise<void> {
  const { attempts } = engine;
  if (attempts) await ask(engine, "recordAttempt", () => attempts.recordAttempt(attempt));
}

/** What is known of an endpoint; nothing where the store fails, so that it does not stop deliveries. */
export function readState(
  engine: Engine,
  endpointId: string,
): EndpointState | undefined | Promise<EndpointState | undefined> {
  return ask(engine, "readState", () => engine.states.read(endpointId));
}

/** Changes what is known of an endpoint. */
export function updateState(
  engine: Engine,
  endpointId: string,
  change: (state: EndpointState) => EndpointState,
): void | Promise<void> {
  return ask(engine, "updateState", () => engine.states.update(endpointId, change));
}
