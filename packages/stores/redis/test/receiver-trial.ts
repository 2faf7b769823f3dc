import { setTimeout as sleep } from "node:timers/promises";
import { createReceiver, type Outcome, type Provider, type Store, sign } from "@hooks/core";

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
  eventType: { json: "type" },
};

const secret = "the secret of this test";

/** A receiver, and a provider that sends a delivery until it is accepted. */
export class ReceiverTrial {
  readonly outcomes: Outcome[] = [];
  /** How often the handler has ended. */
  runs = 0;
  /** What else the handler does. */
  work: () => unknown = () => undefined;
  readonly #receive: ReturnType<typeof createReceiver>["receive"];

  constructor(store: Store, storeTimeoutMs = 300) {
    const { receive } = createReceiver({
      provider,
      secret,
      store,
      storeTimeoutMs,
      // The lease is five seconds longer.
      timeoutMs: 1000,
      onOutcome: (outcome) => this.outcomes.push(outcome),
      on: {
        "thing.done": async () => {
          await this.work();
          this.runs++;
        },
      },
    });
    this.#receive = receive;
  }

  /** Sends it once, and gives the status and the code of the answer. */
  async deliver(id: string): Promise<string> {
    const body = JSON.stringify({ id, type: "thing.done" });
    const reply = await this.#receive(await sign(provider, { secret, body }));
    const isDuplicate = "webhook-duplicate" in reply.headers;
    const { error = isDuplicate ? "duplicate" : "" } = JSON.parse(String(reply.body));
    return `${reply.status} ${error}`.trim();
  }

  /** Sends it until it is accepted, less and less often, and gives the last answer. */
  async deliverUntilAccepted(id: string): Promise<string> {
    for (let pauseMs = 50; ; pauseMs = Math.min(2 * pauseMs, 1000)) {
      const answer = await this.deliver(id);
      if (answer.startsWith("200")) return answer;
      await sleep(pauseMs);
    }
  }
}
