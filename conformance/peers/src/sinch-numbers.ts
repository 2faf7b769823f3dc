import { sinchNumbers } from "@hooks/providers/sinch-numbers";
import { load, type Peer, shared } from "../peer.ts";

// The file of the package that verifies; the package as a whole asks for others that it does not name.
const main = import.meta.resolve("@sinch/sdk-client");
const { default: sdk } = await load(new URL("utils/authorization.helper.js", main).href);
const keys = shared("the callback secret", "another");

export const peer: Peer = {
  preset: sinchNumbers,
  keys,
  verify: ({ body, headers }) => sdk.validateSignatureHeader(keys.verifying, headers, body),
};
