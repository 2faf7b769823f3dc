import { inspect } from "node:util";
import type { DeliveryInput, Provider, VerifyOptions } from "@hooks/core";
import { describe, expect, test } from "vitest";
import {
  bodyHmac,
  hmacHex,
  now,
  nowMs,
  post,
  provider,
  timed,
  timedDelivery,
} from "./sample-providers.ts";
import { refusalOf } from "./verdict-of.ts";

const secret = "confidential-key-material";
const body = '{"id":"evt_1","card":"4242424242424242"}';
const mac = hmacHex(secret, body);
const plain: Provider = provider({
  signature: { ...bodyHmac, secret: { mistaken: { sk_: "an API key" } } },
});
const prefixed: Provider = provider({
  signature: {
    ...bodyHmac,
    secret: { prefix: "whsec_", prefixRequired: true, encoding: "base64" },
  },
});

const refusals: readonly [string, Provider, DeliveryInput, VerifyOptions][] = [
  ["signature_missing", plain, post({}, body), { secret }],
  ["signature_malformed", plain, post({ "x-signature": `${mac}!` }, body), { secret }],
  ["signature_mismatch", plain, post({ "x-signature": hmacHex("other", body) }, body), { secret }],
  ["timestamp_malformed", timed, timedDelivery(secret, body, "soon"), { secret, now }],
  ["timestamp_too_old", timed, timedDelivery(secret, body, "12"), { secret, now }],
  ["timestamp_in_future", timed, timedDelivery(secret, body, String(nowMs)), { secret, now }],
  ["secret_invalid", plain, post({}, body), { secret: `${secret}\n` }],
  ["secret_invalid", plain, post({}, body), { secret: `sk_${secret}` }],
  ["secret_invalid", prefixed, post({}, body), { secret }],
  ["secret_invalid", prefixed, post({}, body), { secret: `whsec_${secret}` }],
  ["body_unavailable", plain, { ...post({}, ""), body: JSON.parse(body) }, { secret }],
];

describe("an error tells nobody's secret, payload or signature", () => {
  test.each(refusals)("%s", async (code, which, delivery, options) => {
    const error = await refusalOf(which, delivery, options);
    expect(error?.code).toBe(code);
    const printed = [
      String(error),
      error?.stack,
      JSON.stringify(error),
      JSON.stringify(error, Object.getOwnPropertyNames(error)),
      inspect(error, { depth: 9, showHidden: true }),
      inspect(error?.cause, { depth: 9, showHidden: true }),
    ].join("\n");
    for (const held of [secret, "4242424242424242", mac, mac.slice(0, 16)]) {
      expect(printed).not.toContain(held);
    }
  });
});
