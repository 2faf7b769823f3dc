import { replicate } from "@hooks/providers/replicate";
import { load, type Peer, whsec } from "../peer.ts";

const { validateWebhook } = await load("replicate");

export const peer: Peer = {
  preset: replicate,
  keys: whsec,
  verify: ({ body, headers }) =>
    validateWebhook({
      id: headers["webhook-id"],
      timestamp: headers["webhook-timestamp"],
      signature: headers["webhook-signature"],
      body,
      secret: whsec.verifying,
    }),
};
