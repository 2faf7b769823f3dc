import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import type { Incoming } from "@hooks/core";

/** A request as the provider documents it, and the answer that it documents for it. */
export interface Exchange {
  readonly secret: string;
  readonly request: Partial<Incoming>;
  readonly answer: { readonly status: number; readonly headers?: object; readonly body: unknown };
  /** The challenge that the application is told, where it has to keep it. */
  readonly told?: string;
}

export const now: number = Date.parse("2023-11-14T22:13:20Z");
const seconds = "1700000000";
export const endpoint: string = "https://example.com/webhooks";
export const json = { "content-type": "application/json" };
export const text = { "content-type": "text/plain" };

export const hmac = (secret: string, content: string, encoding: "hex" | "base64" = "hex"): string =>
  createHmac("sha256", secret).update(content).digest(encoding);

const discordKeys = generateKeyPairSync("ed25519");
const discordSecret = Buffer.from(
  discordKeys.publicKey.export({ format: "jwk" }).x ?? "",
  "base64url",
).toString("hex");

/** A `PING` as Discord signs it. */
const discordPing = (body: string): Partial<Incoming> => ({
  headers: {
    "X-Signature-Ed25519": sign(null, Buffer.from(seconds + body), discordKeys.privateKey).toString(
      "hex",
    ),
    "X-Signature-Timestamp": seconds,
  },
  body,
});

/** A subscription as Meta and the hubs of WebSub verify it: by GET, under a token or topic of the subscriber's. */
export const subscription = (parameters: string): Exchange => ({
  secret: "the-app-secret",
  request: { method: "GET", url: `${endpoint}?hub.mode=subscribe&${parameters}` },
  answer: { status: 200, headers: text, body: "1158201444" },
});
const metaSubscription = subscription("hub.challenge=1158201444&hub.verify_token=meatyhamhock");
export const topic = "https://example.com/feed?format=json";

const zoomBody =
  '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1700000000000,"event":"endpoint.url_validation"}';

const slackBody =
  '{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}';
const twitchId = "e76c6bd4-55c9-4987-8304-da1588d8988b";
const twitchTime = "2023-11-14T22:13:20.634234626Z";
const twitchBody =
  '{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"id":"f1c2a387-161a-49f9-a165-0f21d7a4e1c4","status":"webhook_callback_verification_pending","type":"channel.follow","version":"1","cost":1,"condition":{"broadcaster_user_id":"12826"},"transport":{"method":"webhook","callback":"https://example.com/webhooks/callback"},"created_at":"2019-11-16T10:11:12.634234626Z"}}';
const frontBody = '{"type":"sync","authorization":{"id":"cmp_1"},"payload":{}}';
export const xeroBody: string =
  '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}';

/** Preset -> an exchange, written from the provider's documentation and not from the literal. */
export const exchanges: Readonly<Record<string, Exchange>> = {
  mandrill: {
    secret: "the-webhook-key",
    request: { method: "HEAD" },
    answer: { status: 200, body: null },
  },
  monday: {
    secret: "the-signing-secret",
    request: { body: '{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}' },
    answer: {
      status: 200,
      headers: json,
      body: '{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}',
    },
  },
  trello: {
    secret: "the-api-secret",
    request: { method: "HEAD" },
    answer: { status: 200, body: null },
  },
  zoom: {
    secret: "the-secret-token",
    request: {
      headers: {
        "x-zm-request-timestamp": seconds,
        "x-zm-signature": `v0=${hmac("the-secret-token", `v0:${seconds}:${zoomBody}`)}`,
      },
      body: zoomBody,
    },
    answer: {
      status: 200,
      headers: json,
      body: `{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"${hmac("the-secret-token", "qgg8vlvZRS6UYooatFL8Aw")}"}`,
    },
  },
  asana: {
    secret: "not known yet",
    request: {
      headers: { "X-Hook-Secret": "b537207f20cbfa02357cf448134da559e8bd39d61597" },
      body: "",
    },
    answer: {
      status: 200,
      headers: { "x-hook-secret": "b537207f20cbfa02357cf448134da559e8bd39d61597" },
      body: null,
    },
    told: "b537207f20cbfa02357cf448134da559e8bd39d61597",
  },
  "azure-event-grid": {
    secret: "event-grid-secret",
    request: {
      url: `${endpoint}?token=event-grid-secret`,
      headers: { ...json, "aeg-event-type": "SubscriptionValidation" },
      body: '[{"id":"2d1781af-3a4c-4d7c-bd0c-e34b19da4e66","topic":"/subscriptions/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx","subject":"","data":{"validationCode":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6","validationUrl":"https://rp-eastus2.eventgrid.azure.net:553/eventsubscriptions/1/validate?id=1"},"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2023-11-14T22:13:20.000Z","metadataVersion":"1","dataVersion":"1"}]',
    },
    answer: {
      status: 200,
      headers: json,
      body: '{"validationResponse":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}',
    },
  },
  cloudevents: {
    secret: "a-bearer-token",
    request: {
      method: "OPTIONS",
      headers: {
        "WebHook-Request-Origin": "eventemitter.example.com",
        "WebHook-Request-Rate": "120",
      },
    },
    answer: {
      status: 200,
      headers: {
        allow: "POST",
        "webhook-allowed-origin": "eventemitter.example.com",
        "webhook-allowed-rate": "*",
      },
      body: null,
    },
  },
  "discord-interactions": {
    secret: discordSecret,
    request: discordPing('{"application_id":"1","id":"2","type":1,"version":1}'),
    answer: { status: 200, headers: json, body: '{"type":1}' },
  },
  "discord-webhook-events": {
    secret: discordSecret,
    request: discordPing('{"version":1,"application_id":"1234560123456789","type":0}'),
    answer: { status: 204, headers: json, body: null },
  },
  dropbox: {
    secret: "the-app-secret",
    request: { method: "GET", url: `${endpoint}?challenge=abc123` },
    answer: {
      status: 200,
      headers: { ...text, "x-content-type-options": "nosniff" },
      body: "abc123",
    },
  },
  front: {
    secret: "the-app-secret",
    request: {
      headers: {
        "X-Front-Signature": hmac("the-app-secret", `${now}:${frontBody}`, "base64"),
        "X-Front-Request-Timestamp": String(now),
        "X-Front-Challenge": "6b9fe1c4-3c9e-4d5b-8a54-a1f5d5d2f1d7",
      },
      body: frontBody,
    },
    answer: {
      status: 200,
      headers: json,
      body: '{"challenge":"6b9fe1c4-3c9e-4d5b-8a54-a1f5d5d2f1d7"}',
    },
  },
  instagram: metaSubscription,
  meta: metaSubscription,
  "meta-messenger": metaSubscription,
  notion: {
    secret: "not known yet",
    request: {
      headers: json,
      body: '{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}',
    },
    answer: { status: 200, body: null },
  },
  nylas: {
    secret: "the-webhook-secret",
    request: { method: "GET", url: `${endpoint}?challenge=bc609b38-c81f-47fb-a275-0d9bd61be968` },
    answer: { status: 200, headers: text, body: "bc609b38-c81f-47fb-a275-0d9bd61be968" },
  },
  okta: {
    secret: "the-hook-secret",
    request: {
      method: "GET",
      headers: { "X-Okta-Verification-Challenge": "uwTSDYtHkWVnOjL0gK9m-5Xrh2qZbJc7" },
    },
    answer: {
      status: 200,
      headers: json,
      body: '{"verification":"uwTSDYtHkWVnOjL0gK9m-5Xrh2qZbJc7"}',
    },
  },
  ringcentral: {
    secret: "hello-world",
    request: { headers: { "Validation-Token": "d20b2fdc-f0ab-4c5b-9d6d-7a3f2c1b0e9d" }, body: "" },
    answer: {
      status: 200,
      headers: { "validation-token": "d20b2fdc-f0ab-4c5b-9d6d-7a3f2c1b0e9d" },
      body: null,
    },
  },
  slack: {
    secret: "8f742231b10e8888abcd99yyyzzz85a5",
    request: {
      headers: {
        "X-Slack-Request-Timestamp": seconds,
        "X-Slack-Signature": `v0=${hmac("8f742231b10e8888abcd99yyyzzz85a5", `v0:${seconds}:${slackBody}`)}`,
      },
      body: slackBody,
    },
    answer: {
      status: 200,
      headers: text,
      body: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
    },
  },
  twitch: {
    secret: "s3cRe7-of-twitch",
    request: {
      headers: {
        "Twitch-Eventsub-Message-Id": twitchId,
        "Twitch-Eventsub-Message-Timestamp": twitchTime,
        "Twitch-Eventsub-Message-Type": "webhook_callback_verification",
        "Twitch-Eventsub-Message-Signature": `sha256=${hmac("s3cRe7-of-twitch", twitchId + twitchTime + twitchBody)}`,
        "Twitch-Eventsub-Subscription-Type": "channel.follow",
      },
      body: twitchBody,
    },
    answer: { status: 200, headers: text, body: "pogchamp-kappa-360noscope-vohiyo" },
  },
  websub: subscription(
    `hub.topic=${encodeURIComponent(topic)}&hub.challenge=1158201444&hub.lease_seconds=86400`,
  ),
  whatsapp: metaSubscription,
  woocommerce: {
    secret: "the-webhook-secret",
    request: {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "webhook_id=142",
    },
    answer: { status: 200, body: null },
  },
  worldline: {
    secret: "hello+world",
    request: {
      method: "GET",
      headers: { "X-GCS-Webhooks-Endpoint-Verification": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" },
    },
    answer: { status: 200, headers: text, body: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" },
  },
  "x-twitter": {
    secret: "the-consumer-secret",
    request: { method: "GET", url: `${endpoint}?crc_token=MDc1NjRhNGUtYWJmMS00ZWM2LWE3Yzk` },
    answer: {
      status: 200,
      headers: json,
      body: `{"response_token":"sha256=${hmac("the-consumer-secret", "MDc1NjRhNGUtYWJmMS00ZWM2LWE3Yzk", "base64")}"}`,
    },
  },
  xero: {
    secret: "the-webhooks-key",
    request: {
      headers: { "x-xero-signature": hmac("the-webhooks-key", xeroBody, "base64") },
      body: xeroBody,
    },
    answer: { status: 200, body: null },
  },
};
