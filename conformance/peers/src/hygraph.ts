import { hygraph } from "@hooks/providers/hygraph";
import { load, type Peer, post, shared } from "../peer.ts";

const { default: sdk } = await load("@hygraph/utils");
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: hygraph,
  keys,
  sign: (body) => {
    const options = { rawPayload: body, environmentName: "main", secret: keys.signing };
    return post({ "gcms-signature": sdk.generateWebhookSignature(options) }, body);
  },
  // The package takes the header's parts in the order in which Hygraph sends them.
  verify: ({ body, headers }) => {
    const parts = headers["gcms-signature"]?.split(", ") ?? [];
    const inOrder = ["sign=", "env=", "t="].map((one) =>
      parts.find((part) => part.startsWith(one)),
    );
    const options = { rawPayload: body, signature: inOrder.join(", "), secret: keys.verifying };
    return sdk.verifyWebhookSignature(options);
  },
};
