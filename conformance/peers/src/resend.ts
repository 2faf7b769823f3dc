import { resend } from "@hooks/providers/resend";
import { load, type Peer, passes, whsec } from "../peer.ts";

const { Resend } = await load("resend");
const { webhooks } = new Resend("re_none");

export const peer: Peer = {
  preset: resend,
  keys: whsec,
  verify: ({ body, headers: { "svix-id": id, "svix-timestamp": timestamp, ...others } }) => {
    const headers = { id, timestamp, signature: others["svix-signature"] };
    const options = { payload: body, headers, webhookSecret: whsec.verifying };
    return passes(() => webhooks.verify(options));
  },
};
