import { github } from "@hooks/providers/github";
import { load, type Peer, post, shared } from "../peer.ts";

const { sign, verify } = await load("@octokit/webhooks-methods");
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: github,
  keys,
  sign: async (body) => post({ "x-hub-signature-256": await sign(keys.signing, body) }, body),
  verify: ({ body, headers }) => verify(keys.verifying, body, headers["x-hub-signature-256"]),
};
