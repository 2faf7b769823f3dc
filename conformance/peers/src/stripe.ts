import { stripe } from "@hooks/providers/stripe";
import { load, type Peer, passes, post, shared } from "../peer.ts";

const { webhooks } = new (await load("stripe")).default("sk_test_none");
const keys = shared("whsec_cross_check", "whsec_another");

export const peer: Peer = {
  preset: stripe,
  keys,
  sign: (body, nowMs) => {
    const options = { payload: body, secret: keys.signing, timestamp: Math.floor(nowMs / 1000) };
    return post({ "stripe-signature": webhooks.generateTestHeaderString(options) }, body);
  },
  verify: ({ body, headers }) =>
    passes(() => webhooks.constructEvent(body, headers["stripe-signature"], keys.verifying)),
};
