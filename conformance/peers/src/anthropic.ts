import { anthropic } from "@hooks/providers/anthropic";
import { load, type Peer, passes, whsec } from "../peer.ts";

const { default: Anthropic } = await load("@anthropic-ai/sdk");
const { webhooks } = new Anthropic({ apiKey: "none" }).beta;

export const peer: Peer = {
  preset: anthropic,
  keys: whsec,
  verify: ({ body, headers }) =>
    passes(() => webhooks.unwrap(body, { headers, key: whsec.verifying })),
};
