import { sanity } from "@hooks/providers/sanity";
import { load, type Peer, post, shared } from "../peer.ts";

const { encodeSignatureHeader, isValidSignature } = await load("@sanity/webhook");
const keys = shared("the webhook's secret", "another");
const header = "sanity-webhook-signature";

export const peer: Peer = {
  preset: sanity,
  keys,
  sign: async (body, nowMs) =>
    post({ [header]: await encodeSignatureHeader(body, nowMs, keys.signing) }, body),
  verify: ({ body, headers }) => isValidSignature(body, headers[header], keys.verifying),
};
