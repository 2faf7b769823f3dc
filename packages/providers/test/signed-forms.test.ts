import { createHmac } from "node:crypto";
import { type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { mandrill } from "../src/mandrill.ts";
import { paddleClassic } from "../src/paddle-classic.ts";
import { plivo } from "../src/plivo.ts";
import { trello } from "../src/trello.ts";
import { twilio } from "../src/twilio.ts";
import { vonageSms } from "../src/vonage-sms.ts";
import { presetIds } from "./preset-ids.ts";

const secret = "a secret of the tests";
const type = { "content-type": "application/x-www-form-urlencoded" };
const url = "https://example.com/webhooks";
const hmac = (hash: string, text: string): string =>
  createHmac(hash, secret).update(text).digest("base64");

const isAsked = ({ id }: Provider): boolean => presetIds.includes(id);

/** What each signs of these fields, written out by hand. */
const awkward = "b=2&a=&=nameless&a=1&B=%F0%9F%AA%9D&a=1";
const forms: readonly (readonly [Provider, headers: Record<string, string>])[] = [
  [twilio, { "x-twilio-signature": hmac("sha1", `${url}namelessB🪝aa1b2`) }],
  [mandrill, { "x-mandrill-signature": hmac("sha1", `${url}namelessB🪝aa1a1b2`) }],
  [
    plivo,
    {
      "x-plivo-signature-v3": hmac("sha256", `${url}?namelessB🪝aa1a1b2.12345`),
      "x-plivo-signature-v3-nonce": "12345",
    },
  ],
];

describe.each(forms.filter(([one]) => isAsked(one)))("$id", (provider, signed) => {
  test("takes fields that are repeated, empty and without a name", async () => {
    const delivery = { method: "POST", url, headers: { ...type, ...signed }, body: awkward };
    await expect(verify(provider, delivery, { secret, url })).resolves.toBeDefined();
    for (const body of [`${awkward}&a=2`, `${awkward}&c=`, awkward.replace("a=&", "")]) {
      const forged = verify(provider, { ...delivery, body }, { secret, url });
      await expect(forged).rejects.toMatchObject({ code: "signature_mismatch" });
    }
  });
});

describe.each([twilio, mandrill, plivo, vonageSms].filter(isAsked))("$id", (provider) => {
  // So many that whatever looks at each for each does not come to an end. Five signatures are tried for Vonage.
  test.each([10_000, provider === vonageSms ? 20_000 : 100_000])(
    "takes a form of %i fields",
    async (count) => {
      const body = Array.from({ length: count }, (_, i) => `k${i}=${count - i}`).join("&");
      const delivery = await sign(provider, { secret, body, url, headers: type });
      await expect(verify(provider, delivery, { secret, url })).resolves.toBeDefined();
      const forged = verify(provider, delivery, { secret: "another", url });
      await expect(forged).rejects.toMatchObject({ code: "signature_mismatch" });
    },
  );
});

test.runIf(isAsked(paddleClassic))("paddle-classic refuses a form of 100,000 fields", async () => {
  const body = Array.from({ length: 100_000 }, (_, i) => `k${i}=${i}`).join("&");
  const key = `-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALs=\n-----END PUBLIC KEY-----\n`;
  const delivery = { method: "POST", url, headers: type, body: `${body}&p_signature=AAAA` };
  await expect(verify(paddleClassic, delivery, { secret: key })).rejects.toBeDefined();
});

/** A receiver's own URL is signed to the last character, however it is written. */
const urls = [
  "https://example.com:8443/webhooks",
  "https://example.com:443/webhooks",
  "https://user:p%40ss@example.com/webhooks",
  "https://example.com/a%2Fb?c=%2F&d",
  "https://bücher.example/wäre?grün=ja",
  "https://xn--bcher-kva.example/",
  "https://example.com",
  "https://example.com/?",
];

describe.each([twilio, mandrill, plivo, trello].filter(isAsked))("$id", (provider) => {
  test.each(urls)("signs %s, and no other", async (own) => {
    const delivery = await sign(provider, { secret, body: "a=1", url: own, headers: type });
    await expect(verify(provider, delivery, { secret, url: own })).resolves.toBeDefined();
    for (const other of urls.filter((one) => one.replace(":443", "") !== own.replace(":443", ""))) {
      const asked = verify(provider, delivery, { secret, url: other });
      await expect(asked).rejects.toMatchObject({ code: "signature_mismatch" });
    }
  });
});
