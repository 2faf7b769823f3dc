import { gocardless } from "@hooks/providers/gocardless";
import { load, type Peer, passes, shared } from "../peer.ts";

const { verifySignature } = await load("gocardless-nodejs/webhooks");
const keys = shared("the webhook endpoint's secret", "another");

export const peer: Peer = {
  preset: gocardless,
  keys,
  verify: ({ body, headers }) =>
    passes(() => verifySignature(body, keys.verifying, headers["webhook-signature"])),
};
