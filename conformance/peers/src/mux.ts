import { mux } from "@hooks/providers/mux";
import { load, type Peer, passes, shared } from "../peer.ts";

const { default: Mux } = await load("@mux/mux-node");
const { webhooks } = new Mux({ tokenId: "none", tokenSecret: "none" });
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: mux,
  keys,
  verify: ({ body, headers }) =>
    passes(() => webhooks.verifySignature(body, headers, keys.verifying)),
};
