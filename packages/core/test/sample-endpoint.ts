import {
  createReceiver,
  type Incoming,
  type Outcome,
  type Provider,
  type Receiver,
  type ReceiverOptions,
  type Reply,
  type WebhookEvent,
} from "@hooks/core";
import { bodyHmac, hmacHex, provider } from "./sample-providers.ts";

export const secret = "a secret of the tests";

/** Signs the body alone; its ids and types stand in the body. */
export const plain: Provider = {
  ...provider({ signature: bodyHmac, deliveryId: { json: "id" } }),
  eventType: [
    { json: "type" },
    { form: "payload", json: "type" },
    { form: "command" },
    { query: "type" },
  ],
  payload: { form: "payload" },
  handshake: {
    when: { json: "type", equals: "challenge" },
    challenge: { json: "challenge" },
    reply: { contentType: "text/plain", body: "<{challenge}>" },
  },
};

/** One delivery, signed; `parts` take the place of what it is made of. */
export function delivery(body: string | Uint8Array, parts: Partial<Incoming> = {}): Incoming {
  const { headers, ...rest } = parts;
  return {
    method: "POST",
    url: "https://example.com/webhooks",
    headers: { "x-signature": hmacHex(secret, body), ...(headers as Record<string, string>) },
    body,
    ...rest,
  };
}

/** The body of an event, unlike that of any other id or type. */
export const eventBody = (id = "evt_1", type = "paid"): string => JSON.stringify({ id, type });

export interface SampleEndpoint extends Receiver {
  /** Every outcome that was reported. */
  readonly outcomes: Outcome[];
  /** The events that reached the handler, where the options bring none of their own. */
  readonly events: WebhookEvent[];
}

/** A receiver of {@link plain} whose `"*"` handler takes every event and returns nothing. */
export function endpoint(options: Partial<ReceiverOptions> = {}): SampleEndpoint {
  const outcomes: Outcome[] = [];
  const events: WebhookEvent[] = [];
  const receiver = createReceiver({
    provider: plain,
    secret,
    on: {
      "*": (event) => {
        events.push(event);
      },
    },
    onOutcome: (outcome) => outcomes.push(outcome),
    ...options,
  });
  return { ...receiver, outcomes, events };
}

/** A promise, and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred<T = void>(): Deferred<T> {
  let settle: Omit<Deferred<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...(settle as Omit<Deferred<T>, "promise">) };
}

/** A refusal as it is answered. */
export const refusal = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify({ error: code }),
});

/** The default reply; `null` for an event without an id. */
export const received = (
  eventId: string | null = "evt_1",
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status: 200,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify({ received: true, eventId: eventId ?? undefined }),
});

export const duplicate = { "webhook-duplicate": "true" } as const;
