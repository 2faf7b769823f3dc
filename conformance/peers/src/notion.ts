import { notion } from "@hooks/providers/notion";
import { load, type Peer, post, shared } from "../peer.ts";

const { signWebhookPayload, verifyWebhookSignature } = await load("@notionhq/client");
const keys = shared("secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl", "secret_another");

export const peer: Peer = {
  preset: notion,
  keys,
  sign: async (body) => {
    const given = { body, verificationToken: keys.signing };
    return post({ "x-notion-signature": await signWebhookPayload(given) }, body);
  },
  verify: ({ body, headers }) => {
    const signature = headers["x-notion-signature"];
    return verifyWebhookSignature({ body, signature, verificationToken: keys.verifying });
  },
};
