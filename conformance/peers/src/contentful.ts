import { contentful } from "@hooks/providers/contentful";
import { load, type Peer, type PeerDelivery, shared } from "../peer.ts";

const { signRequest, verifyRequest } = await load("@contentful/node-apps-toolkit");
const keys = shared("0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4));
const path = "/webhooks?a=1&b=%20c";
const url = `https://example.com${path}`;
const signed = "x-contentful-crn,x-contentful-signed-headers,x-contentful-timestamp";
const headers = { "x-contentful-crn": " crn:contentful:::content:spaces/1 " };

export const peer: Peer = {
  preset: contentful,
  keys,
  options: { url, headers: { ...headers, "x-contentful-signed-headers": signed } },
  sign: (body, nowMs): PeerDelivery => {
    const made = signRequest(keys.signing, { method: "POST", path, headers, body }, nowMs);
    return { method: "POST", url, headers: { ...headers, ...made }, body };
  },
  verify: ({ method, body, headers }) =>
    verifyRequest(keys.verifying, { method, path, headers, body }),
};
