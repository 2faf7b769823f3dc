import { type Attempt, isMade } from "./attempt.ts";
import type { EndpointState } from "./endpoint-state.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";
import type { Report } from "./report.ts";

type Step = Extract<Report, { readonly type: "store.failed" }>["step"];

/** Asks a store; a fault of it is told, and takes nothing away but what it should have remembered. */
async function ask<Answer>(
  { tell }: Engine,
  step: Step,
  question: () => Answer | Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await question();
  } catch (error) {
    tell({ type: "store.failed", step, error });
    return undefined;
  }
}

/** Keeps an event's bytes, where a store is there for them. */
export async function rememberEvent(engine: Engine, event: PreparedEvent): Promise<void> {
  const { attempts } = engine;
  if (attempts) await ask(engine, "recordEvent", () => attempts.recordEvent(event));
}

/** Keeps an attempt that was made, and tells it. */
export async function rememberAttempt(engine: Engine, attempt: Attempt): Promise<void> {
  if (!isMade(attempt.code)) return;
  const { attempts } = engine;
  if (attempts) await ask(engine, "recordAttempt", () => attempts.recordAttempt(attempt));
  engine.tellAttempt(attempt);
}

/** What is known of an endpoint; nothing where the store fails, so that it does not stop deliveries. */
export async function readState(engine: Engine, endpointId: string): Promise<EndpointState> {
  const { states } = engine;
  return (await ask(engine, "readState", () => states.read(endpointId))) ?? {};
}

/** Changes what is known of an endpoint. */
export async function updateState(
  engine: Engine,
  endpointId: string,
  change: (state: EndpointState) => EndpointState,
): Promise<void> {
  const { states } = engine;
  await ask(engine, "updateState", () => states.update(endpointId, change));
}
