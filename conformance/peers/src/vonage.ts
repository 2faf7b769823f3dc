import { vonage } from "@hooks/providers/vonage";
import { load, type Peer, type PeerDelivery, shared } from "../peer.ts";

const { verifySignature } = await load("@vonage/jwt");
const keys = shared("the signature secret of the account", "another one of the same length, or so");

/** The package looks at the token alone, so it is the token that is altered: its claims, not its signature. */
function forge(delivery: PeerDelivery): PeerDelivery {
  const [head, , signature] = delivery.headers["authorization"]?.split(".") ?? [];
  const claims = btoa(JSON.stringify({ iss: "Vonage", jti: "forged" })).replaceAll("=", "");
  return {
    ...delivery,
    headers: { ...delivery.headers, authorization: [head, claims, signature].join(".") },
  };
}

export const peer: Peer = {
  preset: vonage,
  keys,
  forge,
  verify: ({ headers }) =>
    verifySignature(headers["authorization"]?.replace("Bearer ", ""), keys.verifying),
};
