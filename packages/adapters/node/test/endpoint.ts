import {
  createReceiver,
  type Outcome,
  type Provider,
  type Receiver,
  type ReceiverOptions,
  sign,
  type WebhookEvent,
} from "../src/index.ts";

const provider: Provider = {
  id: "test",
  name: "Test",
  docs: "https://example.com/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  },
};

const secret = "a secret of the tests";

/** A receiver, and what became of what it was given. */
export interface Endpoint {
  readonly receiver: Receiver;
  readonly outcomes: Outcome[];
  readonly events: WebhookEvent[];
  /** The next outcome, or the one there is. */
  readonly outcome: () => Promise<Outcome>;
}

export function createEndpoint(options: Partial<ReceiverOptions> = {}): Endpoint {
  const outcomes: Outcome[] = [];
  const events: WebhookEvent[] = [];
  const outcome = async (): Promise<Outcome> => {
    for (let i = 0; i < 400; i++) {
      const [first] = outcomes;
      if (first) return first;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("nothing was reported");
  };
  const handler = options.on?.["*"];
  const receiver = createReceiver({
    provider,
    secret,
    ...options,
    on: {
      "*": (event, context) => {
        events.push(event);
        return handler?.(event, context);
      },
    },
    onOutcome: (one) => outcomes.push(one),
  });
  return { receiver, outcomes, events, outcome };
}

/** The headers of a genuine delivery of this body. */
export async function signedHeaders(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  return (await sign(provider, { secret, body, headers })).headers as Record<string, string>;
}

/** Posts a genuine delivery, or one whose signature is another's. */
export async function post(url: string, body: string, isForged = false): Promise<Response> {
  const headers = await signedHeaders(isForged ? `${body} ` : body);
  return fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(3000) });
}
