import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { load, type Peer, passes, post, whsec } from "../peer.ts";

const { Webhook } = await load("standardwebhooks");
const webhook = new Webhook(whsec.verifying);

export const peer: Peer = {
  preset: standardWebhooks,
  keys: whsec,
  sign: (body, nowMs) => {
    const timestamp = String(Math.floor(nowMs / 1000));
    const signature = webhook.sign("msg_1", new Date(nowMs), body);
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": timestamp };
    return post({ ...headers, "webhook-signature": signature }, body);
  },
  verify: ({ body, headers }) => passes(() => webhook.verify(body, headers)),
};
