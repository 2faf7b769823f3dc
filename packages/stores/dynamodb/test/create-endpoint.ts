import {
  createReceiver,
  type Outcome,
  type Provider,
  type ReceiverOptions,
  type Reply,
  type Store,
  sign,
} from "@hooks/core";

const provider: Provider = {
  id: "sample",
  name: "Sample",
  docs: "https://example.com/docs",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
};

const secret = "the secret of these tests";

/** A receiver with a store. */
export interface Endpoint {
  /** The ids of the deliveries whose handler has run, in order. */
  readonly runs: string[];
  readonly outcomes: Outcome[];
  /** Sends a genuine delivery, as its provider does again and again. */
  readonly deliver: (id: string) => Promise<Reply>;
}

export function createEndpoint(store: Store, options: Partial<ReceiverOptions> = {}): Endpoint {
  const runs: string[] = [];
  const outcomes: Outcome[] = [];
  const handler = options.on?.["*"];
  const { receive } = createReceiver({
    provider,
    secret,
    store,
    ...options,
    onOutcome: (outcome) => outcomes.push(outcome),
    on: {
      "*": (event, context) => {
        runs.push(event.id ?? "");
        return handler?.(event, context);
      },
    },
  });
  const deliver = async (id: string): Promise<Reply> =>
    receive(await sign(provider, { secret, body: JSON.stringify({ id }) }));
  return { runs, outcomes, deliver };
}
