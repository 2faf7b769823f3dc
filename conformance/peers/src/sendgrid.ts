import { sendgrid } from "@hooks/providers/sendgrid";
import { load, type Peer, p256Keys } from "../peer.ts";

const { EventWebhook } = await load("@sendgrid/eventwebhook");
const keys = p256Keys();
const webhook = new EventWebhook();

export const peer: Peer = {
  preset: sendgrid,
  keys,
  bodies: [
    '[{"sg_event_id":"a","event":"processed","email":"genuine@example.com"}]\r\n',
    '[{"sg_event_id":"b","event":"bounce","reason":"genuine größe ♥ 🪝"}]\r\n',
  ],
  verify: ({ body, headers }) =>
    webhook.verifySignature(
      webhook.convertPublicKeyToECDSA(keys.verifying),
      body,
      headers["x-twilio-email-event-webhook-signature"],
      headers["x-twilio-email-event-webhook-timestamp"],
    ),
};
