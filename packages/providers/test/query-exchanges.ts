import { createHash, generateKeyPairSync } from "node:crypto";
import { type Exchange, endpoint, json, subscription, text, topic } from "./handshake-exchanges.ts";

const sha256 = (content: string): string => createHash("sha256").update(content).digest("hex");

const ebayKey = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .publicKey.export({ format: "pem", type: "spki" })
  .toString();

/** Further exchanges, of presets that are asked by the query of a URL. */
export const queryExchanges: Readonly<Record<string, Exchange>> = {
  ebay: {
    secret: ebayKey,
    request: {
      method: "GET",
      url: `${endpoint}?challenge_code=a8628072-3d33-45ee-9004-bee86830a22d`,
    },
    answer: {
      status: 200,
      headers: json,
      body: `{"challengeResponse":"${sha256(`a8628072-3d33-45ee-9004-bee86830a22dmeatyhamhock${endpoint}`)}"}`,
    },
  },
  intercom: {
    secret: "the-client-secret",
    request: { method: "HEAD" },
    answer: { status: 200, body: null },
  },
  mailchimp: {
    secret: "the-token",
    request: { method: "GET", url: `${endpoint}?token=the-token` },
    answer: { status: 200, body: null },
  },
  "microsoft-graph": {
    secret: "the-client-state",
    request: {
      url: `${endpoint}?validationToken=Validation%3A+Testing+client+application+reachability+for+subscription+Request-Id%3A+bea4e4a5`,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
      body: "",
    },
    answer: {
      status: 200,
      headers: text,
      body: "Validation: Testing client application reachability for subscription Request-Id: bea4e4a5",
    },
  },
  strava: {
    secret: "the-token",
    request: {
      method: "GET",
      url: `${endpoint}?token=the-token&hub.mode=subscribe&hub.challenge=15f7d1a91c1f40f8a748fd134752feb3&hub.verify_token=meatyhamhock`,
    },
    answer: {
      status: 200,
      headers: json,
      body: '{"hub.challenge":"15f7d1a91c1f40f8a748fd134752feb3"}',
    },
  },
  "vercel-drains": {
    secret: "the-drain-secret",
    request: { method: "GET", url: endpoint },
    answer: { status: 200, headers: { "x-vercel-verify": "meatyhamhock" }, body: null },
  },
  "zoho-desk": {
    secret: "desk.zoho.eu|20069482311|4000000012345",
    request: { method: "GET", url: endpoint },
    answer: { status: 200, body: null },
  },
  youtube: subscription(
    `hub.topic=${encodeURIComponent(topic)}&hub.challenge=1158201444&hub.lease_seconds=432000`,
  ),
};
