import { hubspotV3 } from "@hooks/providers/hubspot-v3";
import { load, type Peer, shared, url } from "../peer.ts";

const { Signature } = await load("@hubspot/api-client");
const keys = shared("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy", "another");

export const peer: Peer = {
  preset: hubspotV3,
  keys,
  options: { url },
  verify: ({ method, body, headers }) =>
    Signature.isValid({
      signatureVersion: "v3",
      method,
      url,
      signature: headers["x-hubspot-signature-v3"],
      timestamp: Number(headers["x-hubspot-request-timestamp"]),
      clientSecret: keys.verifying,
      requestBody: body,
    }),
};
