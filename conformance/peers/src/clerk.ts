import { clerk } from "@hooks/providers/clerk";
import { load, type Peer, passes, whsec } from "../peer.ts";

const { verifyWebhook } = await load("@clerk/backend/webhooks");

export const peer: Peer = {
  preset: clerk,
  keys: whsec,
  verify: ({ url, ...request }) => {
    const options = { signingSecret: whsec.verifying };
    return passes(() => verifyWebhook(new Request(url, request), options));
  },
};
