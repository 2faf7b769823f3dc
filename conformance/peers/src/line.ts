import { line } from "@hooks/providers/line";
import { load, type Peer, shared } from "../peer.ts";

const { validateSignature } = await load("@line/bot-sdk");
const keys = shared("the channel's secret", "another");

export const peer: Peer = {
  preset: line,
  keys,
  verify: ({ body, headers }) =>
    validateSignature(body, keys.verifying, headers["x-line-signature"]),
};
