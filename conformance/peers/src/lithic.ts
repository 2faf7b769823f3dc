import { lithic } from "@hooks/providers/lithic";
import { load, type Peer, passes, whsec } from "../peer.ts";

const { default: Lithic } = await load("lithic");
const { webhooks } = new Lithic({ apiKey: "none" });

export const peer: Peer = {
  preset: lithic,
  keys: whsec,
  verify: ({ body, headers }) =>
    passes(() => webhooks.verifySignature(body, headers, whsec.verifying)),
};
