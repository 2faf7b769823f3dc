import type { Provider } from "@hooks/core";

/**
 * RingCentral: https://developers.ringcentral.com/guide/notifications/webhooks/receiving
 *
 * Nothing is signed: the secret is the subscription's `verificationToken`, without which it can't be received here. An
 * older page has deliveries carry it as `Validation-Token`, the handshake's header; they are not accepted. The type is
 * the event filter.
 */
export const ringcentral: Provider = {
  id: "ringcentral",
  name: "RingCentral",
  docs: "https://developers.ringcentral.com/guide/notifications/webhooks/receiving",
  signature: { scheme: "token", field: { header: "verification-token" }, encoding: "utf8" },
  eventType: { json: "event" },
  handshake: {
    unsigned: true,
    when: { header: "validation-token" },
    challenge: { header: "validation-token" },
    reply: { headers: { "validation-token": "{challenge}" } },
  },
};
