import { braintree } from "@hooks/providers/braintree";
import { formOf, load, type Peer, type PeerDelivery, passes, post } from "../peer.ts";

const { default: sdk } = await load("braintree");
const [publicKey, privateKey] = ["the_public_key", "the_private_key"];
const { webhookNotification, webhookTesting } = new sdk.BraintreeGateway({
  environment: sdk.Environment.Sandbox,
  merchantId: "none",
  publicKey,
  privateKey,
});
const key = `${publicKey}|${privateKey}`;
const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
const payloadOf = (kind: string): string =>
  webhookTesting.sampleNotification(kind, "größe ♥").bt_payload;

export const peer: Peer = {
  preset: braintree,
  keys: { signing: key, verifying: key, other: `${publicKey}|another` },
  bodies: [
    form({ bt_payload: payloadOf("subscription_canceled") }),
    form({ bt_payload: payloadOf("check") }),
  ],
  sign: (body): PeerDelivery => {
    const { bt_payload = "" } = formOf(body);
    const bt_signature = webhookTesting.sampleSignature(bt_payload);
    return post(
      { "content-type": "application/x-www-form-urlencoded" },
      form({ bt_payload, bt_signature }),
    );
  },
  verify: ({ body }) => {
    const { bt_signature, bt_payload } = formOf(body);
    return passes(() => webhookNotification.parse(bt_signature, bt_payload));
  },
  forge: (delivery) => {
    const fields = formOf(delivery.body);
    return { ...delivery, body: form({ ...fields, bt_payload: payloadOf("dispute_lost") }) };
  },
};
