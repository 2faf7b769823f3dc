import type { Handler, HandlerContext, Outcome, ReceiverOptions } from "@hooks/core";
import { vi } from "vitest";
import { type Deferred, deferred, endpoint, type SampleEndpoint } from "./sample-endpoint.ts";
import { type SampleHost, sampleHost } from "./sample-host.ts";
import { type SampleStore, sampleStore } from "./sample-store.ts";

/** A receiver that answers first, and all that it is among. */
export interface FirstEndpoint extends SampleEndpoint {
  readonly store: SampleStore;
  readonly host: SampleHost;
  /** The handler's runs. */
  readonly works: readonly Deferred<unknown>[];
  /** The handler's n-th run, once it has begun. */
  readonly begun: (n?: number) => Promise<Deferred<unknown>>;
  readonly contexts: readonly HandlerContext[];
}

/** A receiver that answers first, whose handler ends when its work does, and a host that stays alive. */
export function first(options: Partial<ReceiverOptions> = {}): FirstEndpoint {
  const store = sampleStore();
  const host = sampleHost();
  const works: Deferred<unknown>[] = [];
  const contexts: HandlerContext[] = [];
  const handler: Handler = (_, context) => {
    contexts.push(context);
    const work = deferred<unknown>();
    works.push(work);
    return work.promise;
  };
  const made = endpoint({
    answerFirst: "may-lose-events",
    store,
    on: { "*": handler },
    ...options,
  });
  const begun = (n = 0) => vi.waitUntil(() => works[n]);
  return { ...made, store, host, works, begun, contexts };
}

/** What was reported: kinds, statuses, and whether the answer came first. */
export const told = (outcomes: readonly Outcome[]): readonly (readonly unknown[])[] =>
  outcomes.map(({ kind, status, answeredFirst }) => [kind, status, answeredFirst]);
