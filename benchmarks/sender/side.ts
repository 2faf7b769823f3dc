/** The sides of the comparison, which send the same bytes to the same server. */
import { createHmac, createSecretKey } from "node:crypto";
import {
  createSender,
  type Endpoint,
  type PreparedEvent,
  type Sender,
  type SenderOptions,
} from "@hooks/sender";
import { Agent, request } from "undici";

/** One of those that are compared. */
export interface Side {
  /** Sends once; rejects unless it was taken. */
  readonly send: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const secret = Buffer.alloc(24, 7);
const data = { text: "x".repeat(1000) };
const type = "invoice.paid";

/** An endpoint of the server. */
export const endpointOf = (url: string, changes: Partial<Endpoint> = {}): Endpoint => ({
  id: "ep_1",
  url,
  secrets: [{ label: "a", value: `whsec_${secret.toString("base64")}` }],
  ...changes,
});

/** A guarded sender that may reach this machine. */
export const senderTo = (options: SenderOptions = {}): Sender =>
  createSender({
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => undefined },
    ...options,
  });

/** The event, made into bytes. */
async function preparedEvent(): Promise<PreparedEvent> {
  await using sender = senderTo();
  return sender.prepare({ type, data });
}

/** Requests over one shared Agent, their replies thrown away; `headersOf` makes the headers for each. */
function requests(
  url: string,
  body: Uint8Array,
  headersOf: () => Readonly<Record<string, string>>,
): Side {
  const dispatcher = new Agent();
  return {
    send: async () => {
      const headers = headersOf();
      const reply = await request(url, { method: "POST", body, headers, dispatcher });
      await reply.body.dump();
      if (reply.statusCode !== 200) throw new Error(`the answer is ${reply.statusCode}`);
    },
    close: () => dispatcher.close(),
  };
}

/** The floor: nothing signed, guarded or kept. */
async function bare(url: string): Promise<Side> {
  const headers = { "content-type": "application/json" };
  return requests(url, (await preparedEvent()).body, () => headers);
}

/** The least of a signed delivery: the same, with a signature and its headers, the key made once. */
async function byHand(url: string): Promise<Side> {
  const { id, body } = await preparedEvent();
  const key = createSecretKey(secret);
  return requests(url, body, () => {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body);
    return {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${mac.digest("base64")}`,
    };
  });
}

/**
 * An event signed and sent through the guard, its reply kept, its endpoint's state with it.
 *
 * @param isMadeAnew the event is checked and made into bytes for each; else once, as for many endpoints
 */
async function hooks(url: string, concurrency: number, isMadeAnew: boolean): Promise<Side> {
  const sender = senderTo({ concurrency });
  const endpoint = endpointOf(url, { concurrency });
  const event = { type, data };
  const prepared = await sender.prepare(event);
  return {
    send: async () => {
      const { code } = await sender.send(endpoint, isMadeAnew ? event : prepared);
      if (code !== "delivered") throw new Error(`the outcome is ${code}`);
    },
    close: () => sender.close(),
  };
}

/** How each is made, the floor first. */
export const sides = {
  bare: (url: string) => bare(url),
  "signed by hand": (url: string) => byHand(url),
  hooks: (url: string, concurrency: number) => hooks(url, concurrency, false),
  "hooks, the event made anew": (url: string, concurrency: number) => hooks(url, concurrency, true),
} satisfies Readonly<Record<string, (url: string, concurrency: number) => Promise<Side>>>;

/** Which of them. */
export type SideName = keyof typeof sides;

/** All of them. */
export const sideNames = Object.keys(sides) as readonly SideName[];
