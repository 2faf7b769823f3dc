import { sinch } from "@hooks/providers/sinch";
import { load, type Peer, shared } from "../peer.ts";

// The file of the package that verifies; the package as a whole asks for others that it does not name.
const main = import.meta.resolve("@sinch/sdk-client");
const { default: sdk } = await load(new URL("utils/authorization.helper.js", main).href);
const keys = shared("the webhook's secret", "another");

export const peer: Peer = {
  preset: sinch,
  keys,
  verify: ({ body, headers }) => sdk.validateWebhookSignature(keys.verifying, headers, body),
};
