import { createReceiver, type Receiver } from "@hooks/next";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { memoryStore } from "@hooks/store-memory";

/** What all routes answer with. Each has a copy of its own, so the store would be a shared one in earnest. */
export const receiver: Receiver = createReceiver({
  provider: standardWebhooks,
  // `next build` runs this module too, where any secret of the right form will do.
  secret: process.env["WEBHOOK_SECRET"],
  store: memoryStore(),
  maxBodyBytes: 2_000_000,
  on: { "*": ({ id, delivery }) => console.log("handled", id, delivery.url) },
  onOutcome: ({ kind, code, error }) => console.log(kind, code ?? "", error?.message ?? ""),
});
