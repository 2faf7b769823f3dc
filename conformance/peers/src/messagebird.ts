import { messagebird } from "@hooks/providers/messagebird";
import { load, type Peer, passes, shared, url } from "../peer.ts";

const { default: signature } = await load("messagebird/lib/webhook-signature-jwt.js");
const keys = shared("the signing key", "another");

export const peer: Peer = {
  preset: messagebird,
  keys,
  options: { url },
  verify: ({ body, headers }) => {
    const key = new TextEncoder().encode(keys.verifying);
    return passes(() =>
      signature.verify(url, Buffer.from(body), headers["messagebird-signature-jwt"], key),
    );
  },
};
