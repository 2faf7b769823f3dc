import { hubspotV1 } from "@hooks/providers/hubspot-v1";
import { load, type Peer, shared } from "../peer.ts";

const { Signature } = await load("@hubspot/api-client");
const keys = shared("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy", "another");

export const peer: Peer = {
  preset: hubspotV1,
  keys,
  verify: ({ body, headers }) =>
    Signature.isValid({
      signatureVersion: "v1",
      signature: headers["x-hubspot-signature"],
      clientSecret: keys.verifying,
      requestBody: body,
    }),
};
