import { linear } from "@hooks/providers/linear";
import { load, type Peer, passes, shared } from "../peer.ts";

const { LinearWebhookClient } = await load("@linear/sdk/webhooks");
const keys = shared("lin_wh_cross_check", "lin_wh_another");
const client = new LinearWebhookClient(keys.verifying);
const bodyOf = (title: string): string =>
  JSON.stringify({ type: "Issue", data: { title }, webhookTimestamp: Date.now() });

export const peer: Peer = {
  preset: linear,
  keys,
  bodies: [bodyOf("genuine"), bodyOf("genuine: größe ♥ $& $$")],
  verify: ({ body, headers }) =>
    passes(() => client.verify(Buffer.from(body), headers["linear-signature"])),
};
