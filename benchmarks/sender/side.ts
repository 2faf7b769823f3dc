/** The two sides of the comparison, which send the same bytes to the same server. */
import { createSender, type Endpoint, type Sender, type SenderOptions } from "@hooks/sender";
import { Agent, request } from "undici";

/** Sends once; rejects unless it was taken. */
export type Send = () => Promise<void>;

const data = { text: "x".repeat(1000) };
const type = "invoice.paid";

/** An endpoint of the server. */
export const endpointOf = (url: string, changes: Partial<Endpoint> = {}): Endpoint => ({
  id: "ep_1",
  url,
  secrets: [{ label: "a", value: `whsec_${Buffer.alloc(24, 7).toString("base64")}` }],
  ...changes,
});

/** A guarded sender that may reach this machine. */
export const senderTo = (options: SenderOptions = {}): Sender =>
  createSender({
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => undefined },
    ...options,
  });

/** What most people write: a request over one shared Agent, its reply read, nothing signed, guarded or kept. */
export async function bare(url: string): Promise<{ send: Send; close: () => Promise<void> }> {
  const dispatcher = new Agent();
  const sender = senderTo();
  const { body } = await sender.prepare({ type, data });
  await sender.close();
  const headers = { "content-type": "application/json" };
  return {
    send: async () => {
      const reply = await request(url, { method: "POST", body, headers, dispatcher });
      await reply.body.dump();
      if (reply.statusCode !== 200) throw new Error(`the answer is ${reply.statusCode}`);
    },
    close: () => dispatcher.close(),
  };
}

/**
 * An event signed and sent through the guard, its reply kept, its endpoint's state with it.
 *
 * @param isMadeAnew the event is checked and made into bytes for each; else once, as for many endpoints
 */
export async function hooks(
  url: string,
  concurrency: number,
  isMadeAnew: boolean,
): Promise<{ send: Send; close: () => Promise<void> }> {
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
