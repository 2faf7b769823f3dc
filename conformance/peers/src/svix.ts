import { svix } from "@hooks/providers/svix";
import { load, type Peer, passes, post, whsec } from "../peer.ts";

const { Webhook } = await load("svix");
const webhook = new Webhook(whsec.verifying);

export const peer: Peer = {
  preset: svix,
  keys: whsec,
  sign: (body, nowMs) => {
    const timestamp = String(Math.floor(nowMs / 1000));
    const signature = webhook.sign("msg_1", new Date(nowMs), body);
    const headers = { "svix-id": "msg_1", "svix-timestamp": timestamp };
    return post({ ...headers, "svix-signature": signature }, body);
  },
  verify: ({ body, headers }) => passes(() => webhook.verify(body, headers)),
};
