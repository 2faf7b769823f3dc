import type { ReceiverOptions, Reply, StandardSchema } from "@hooks/core";
import { adapterAnswers } from "../../packages/testing/src/test-adapter-answers.ts";

/** What a receiver's handler can know of its case. */
export interface ScenarioState {
  /** How often the handler has begun. */
  readonly handled: number;
  /** Whether the client has let a held handler go on. */
  readonly isReleased: boolean;
}

/** How a case's receiver differs from the others. */
export type Scenario = (state: ScenarioState) => Partial<ReceiverOptions>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a handler returns for the answer to be the named one of the table. */
function replyFor(answerName: string): Reply {
  const { status = 0, headers = {}, body = null } = adapterAnswers[answerName] ?? {};
  return { status, headers: headers as Record<string, string>, body };
}

const replyNames = [
  "binary_reply",
  "custom_reply",
  "no_content_reply",
  "untyped_reply",
  "large_reply",
  "failing_reply",
] as const;

const noConnection = (): Promise<never> => Promise.reject(new Error("no connection"));

const refusingSchema: StandardSchema = {
  "~standard": {
    version: 1,
    vendor: "conformance",
    validate: () => ({ issues: [{ message: "" }] }),
  },
};

const always =
  (options: Partial<ReceiverOptions>): Scenario =>
  () =>
    options;

/** The receivers that every host serves, by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  plain: always({}),
  storeless: always({ store: undefined }),
  strict: always({ schema: refusingSchema } as object),
  "store-fails": always({
    store: { claim: noConnection, complete: noConnection, release: noConnection },
  }),
  impatient: always({ timeoutMs: 200 }),
  /** Is still at work when the next request comes. */
  unhurried: always({ store: undefined, on: { "*": () => pause(30) } }),
  /** Gives back what the handler got. */
  echo: always({
    store: undefined,
    on: {
      "*": ({ delivery: { method, url, body } }): Reply => ({
        status: 200,
        headers: { "x-method": method, "x-url": url },
        body,
      }),
    },
  }),
  throws: always({ on: { "*": () => Promise.reject(new Error("s3cr3t")) } }),
  "throws-once": (state) => ({
    on: {
      "*": () => {
        if (state.handled === 1) throw new Error("s3cr3t");
      },
    },
  }),
  // By looking again and again, for some hosts let no request wake what another one began.
  held: (state) => ({
    on: {
      "*": async () => {
        while (!state.isReleased) await pause(10);
      },
    },
  }),
  slow: always({
    timeoutMs: 50,
    on: {
      "*": async (_, { signal }) => {
        while (!signal.aborted) await pause(5);
      },
    },
  }),
  bodyless: always({ on: { "*": (): Reply => ({ status: 200, headers: {}, body: null }) } }),
  ...Object.fromEntries(
    replyNames.map((name) => [name, always({ on: { "*": () => replyFor(name) } })]),
  ),
};
