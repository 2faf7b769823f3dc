import { openai } from "@hooks/providers/openai";
import { load, type Peer, passes, whsec } from "../peer.ts";

const { default: OpenAI } = await load("openai");
const { webhooks } = new OpenAI({ apiKey: "none" });

export const peer: Peer = {
  preset: openai,
  keys: whsec,
  verify: ({ body, headers }) =>
    passes(() => webhooks.verifySignature(body, headers, whsec.verifying)),
};
