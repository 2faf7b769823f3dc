import { hubspotV2 } from "@hooks/providers/hubspot-v2";
import { load, type Peer, shared, url } from "../peer.ts";

const { Signature } = await load("@hubspot/api-client");
const keys = shared("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy", "another");

export const peer: Peer = {
  preset: hubspotV2,
  keys,
  options: { url },
  verify: ({ method, body, headers }) =>
    Signature.isValid({
      signatureVersion: "v2",
      method,
      url,
      signature: headers["x-hubspot-signature"],
      clientSecret: keys.verifying,
      requestBody: body,
    }),
};
