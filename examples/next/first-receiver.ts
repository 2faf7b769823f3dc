import { createReceiver, type Receiver } from "@hooks/next";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { memoryStore } from "@hooks/store-memory";

/** Answers before its handler runs. What is lost then is in the log: an `answered` without an end. */
export const firstReceiver: Receiver = createReceiver({
  provider: standardWebhooks,
  secret: process.env["WEBHOOK_SECRET"],
  store: memoryStore(),
  answerFirst: "may-lose-events",
  timeoutMs: 20_000,
  on: {
    "*": async ({ id, payload }, { signal }) => {
      console.log("began", id);
      const { url } = payload as { readonly url: string };
      const { status } = await fetch(url, { signal });
      console.log("ended", id, status);
    },
  },
  onOutcome: ({ kind, id, answeredFirst }) => console.log(kind, id, answeredFirst),
});
