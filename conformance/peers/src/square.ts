import { square } from "@hooks/providers/square";
import { load, type Peer, shared, url } from "../peer.ts";

const { WebhooksHelper } = await load("square");
const keys = shared("asdf1234", "another");

export const peer: Peer = {
  preset: square,
  keys,
  options: { url },
  verify: ({ body, headers }) =>
    WebhooksHelper.verifySignature({
      requestBody: body,
      signatureHeader: headers["x-square-hmacsha256-signature"],
      signatureKey: keys.verifying,
      notificationUrl: url,
    }),
};
