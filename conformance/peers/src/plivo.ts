import { plivo } from "@hooks/providers/plivo";
import { formOf, load, type Peer, shared } from "../peer.ts";

const { default: sdk } = await load("plivo");
const keys = shared("the auth token", "another");
const url = "https://example.com/webhooks/?b=2&a=1";

export const peer: Peer = {
  preset: plivo,
  keys,
  options: { url },
  bodies: [
    "Event=StartApp&From=19792014278&To=sip%3Agenuine%40phone.example.com",
    "Event=Hangup&Digits=genuine+%26+%3D&b=2&B=1&CallUUID=3e82ae9d",
  ],
  verify: ({ method, body, headers }) =>
    sdk.validateV3Signature(
      method,
      url,
      headers["x-plivo-signature-v3-nonce"],
      keys.verifying,
      headers["x-plivo-signature-v3"],
      formOf(body),
    ),
};
