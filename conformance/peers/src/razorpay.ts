import { razorpay } from "@hooks/providers/razorpay";
import { load, type Peer, shared } from "../peer.ts";

const { default: Razorpay } = await load("razorpay");
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: razorpay,
  keys,
  verify: ({ body, headers }) =>
    Razorpay.validateWebhookSignature(body, headers["x-razorpay-signature"], keys.verifying),
};
