import type { Handler } from "./event.ts";
import type { Endpoint, receive } from "./flow.ts";
import type { Host } from "./host.ts";
import type { Incoming } from "./incoming.ts";
import { kindOf, type Postpone } from "./process-event.ts";
import { type Reply, receivedReply } from "./reply.ts";
import { handlerFor, route } from "./route.ts";
import { withTimeLimit } from "./time-limit.ts";

/** What `setTimeout` takes. */
const maxTimeoutMs = 2_147_483_647;

/** A promise, and what fulfils it. */
function deferred<T>(): readonly [promise: Promise<T>, resolve: (value: T | Promise<T>) => void] {
  let settle: (value: T | Promise<T>) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return [promise, settle];
}

/** Is there a host that stays alive until this work has ended? One that has no `waitUntil`, or can't, throws. */
const isKept = (work: Promise<unknown>, hosts: readonly unknown[]): boolean =>
  hosts.some((host) => {
    try {
      (host as Host).waitUntil(work);
      return true;
    } catch {
      return false;
    }
  });

/** A reply by which a handler asks to be tried again; another one is not wanted any more. */
function failureIn(result: unknown): unknown {
  const { status = 200 } = Object(result) as Partial<Reply>;
  return kindOf({ status }) === "failed" ? result : undefined;
}

/**
 * The flow of a receiver with `answerFirst`: answers when all that the receiver itself has to say is said, and only where
 * the host has taken on to stay alive for the rest. Otherwise it is the flow as ever. Never rejects.
 *
 * A batch is not answered first: its events run one after the other, and those behind one that fails or takes too long
 * depend on the provider's next try.
 *
 * @param flow is handed in, for an import of it would cut what every application loads into more files
 */
export function answerFirst(
  flow: typeof receive,
  endpoint: Endpoint,
  incoming: Incoming,
  hosts: readonly unknown[],
): Promise<Reply> {
  const [kept, keepUntil] = deferred<unknown>();
  const [reply, answer] = deferred<Reply>();
  const [ended, end] = deferred<unknown>();
  let reports: Promise<unknown> = Promise.resolve();
  let answeredFirst = false;
  let isOver = false;

  const report: Endpoint["report"] = (outcome) => {
    reports = Promise.all([reports, endpoint.report?.({ ...outcome, answeredFirst })]);
    // Of a handler that outlives its time, the end is still to come.
    if (outcome.kind !== "answered" && outcome.code !== "handler_timeout") end(reports);
  };

  const postpone: Postpone = (part, context, finish) => {
    const handler = handlerFor(endpoint, part.verified.type);
    if (!handler) return undefined;
    const later: Handler = async (event, eventContext) => {
      // Its schema has taken so long that the provider was told to try again.
      if (isOver) return handler(event, eventContext);
      answeredFirst = true;
      answer(finish("answered", receivedReply(early, event.id)));
      // Whatever keeps a handler busy, the answer leaves before it.
      await new Promise((resolve) => setTimeout(resolve));
      return failureIn(await handler(event, eventContext));
    };
    return route({ ...endpoint, handlers: new Map([["*", later]]) }, part, context);
  };

  if (endpoint.provider.batch || !isKept(kept, hosts)) {
    return flow({ ...endpoint, report }, incoming);
  }
  const early: Endpoint = { ...endpoint, report, postpone };
  flow(early, incoming).then((said) => {
    isOver = true;
    answer(said);
  });
  const limitMs = Math.min(endpoint.leaseMs, maxTimeoutMs);
  const work = reply.then(() => withTimeLimit(ended, limitMs, () => undefined));
  keepUntil(work.catch(() => undefined));
  return reply;
}
