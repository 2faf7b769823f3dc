import { paddle } from "@hooks/providers/paddle";
import { load, type Peer, shared } from "../peer.ts";

const { Paddle } = await load("@paddle/paddle-node-sdk");
const { webhooks } = new Paddle("none");
const keys = shared("pdl_ntfset_cross_check", "another");

export const peer: Peer = {
  preset: paddle,
  keys,
  verify: ({ body, headers }) =>
    webhooks.isSignatureValid(body, keys.verifying, headers["paddle-signature"]),
};
