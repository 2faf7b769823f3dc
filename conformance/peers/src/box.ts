import { box } from "@hooks/providers/box";
import { load, type Peer, shared } from "../peer.ts";

const { WebhooksManager } = await load("box-node-sdk/lib/managers/webhooks");
const keys = shared("SamplePrimaryKey", "another");

export const peer: Peer = {
  preset: box,
  keys,
  // Without them the package takes the signature for one of another kind.
  options: { headers: { "box-signature-version": "1", "box-signature-algorithm": "HmacSHA256" } },
  verify: ({ body, headers }) => WebhooksManager.validateMessage(body, headers, keys.verifying),
};
