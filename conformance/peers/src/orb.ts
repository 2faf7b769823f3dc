import { orb } from "@hooks/providers/orb";
import { load, type Peer, passes, shared } from "../peer.ts";

const { default: Orb } = await load("orb-billing");
const { webhooks } = new Orb({ apiKey: "none" });
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: orb,
  keys,
  verify: ({ body, headers }) =>
    passes(() => webhooks.verifySignature(body, headers, keys.verifying)),
};
