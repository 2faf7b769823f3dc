import { box } from "@hooks/providers/box";
import { load, type Peer, shared } from "../peer.ts";

const { WebhooksManager } = await load("box-node-sdk/lib/managers/webhooks");
const keys = shared("SamplePrimaryKey", "another");

export const peer: Peer = {
  preset: box,
  keys,
  verify: ({ body, headers }) => WebhooksManager.validateMessage(body, headers, keys.verifying),
};
