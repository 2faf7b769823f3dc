import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type Provider, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { box } from "../src/box.ts";
import { brex } from "../src/brex.ts";
import { mollie } from "../src/mollie.ts";
import { nylas } from "../src/nylas.ts";
import { openai } from "../src/openai.ts";
import { plivo } from "../src/plivo.ts";
import { supabase } from "../src/supabase.ts";
import { twilio } from "../src/twilio.ts";
import { presetIds } from "./preset-ids.ts";

// What providers' documentation and libraries say beside the usual case, signed here without the code under test.
const secret = "a secret of the tests";
const url = "https://example.com/webhooks";
const body = '{"id":"evt_1","type":"order.paid"}';
const nowMs = 1_700_000_000_000;
const seconds = "1700000000";

const hmac = (
  content: string | Buffer,
  encoding: "hex" | "base64" = "hex",
  key: string | Buffer = secret,
  hash = "sha256",
): string => createHmac(hash, key).update(content).digest(encoding);

interface Case {
  readonly provider: Provider;
  readonly name: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
  readonly url?: string;
  readonly secret?: string;
  readonly code?: string;
}

const bytes = Buffer.from("twenty-four bytes of key");
const encoded = `whsec_${bytes.toString("base64")}`;
const standard = `msg_1.${seconds}.${body}`;
const named = (prefix: string, signature: string) => ({
  [`${prefix}-id`]: "msg_1",
  [`${prefix}-timestamp`]: seconds,
  [`${prefix}-signature`]: signature,
});

const boxTime = "2023-11-14T22:13:20Z";
const boxed = (version: string | undefined, algorithm: string | undefined) => ({
  "box-delivery-timestamp": boxTime,
  "box-signature-primary": hmac(body + boxTime, "base64"),
  ...(version && { "box-signature-version": version }),
  ...(algorithm && { "box-signature-algorithm": algorithm }),
});

const compressed = gzipSync(body);

const form = { "content-type": "application/x-www-form-urlencoded" };
const asked = `${url}?name=O'Hara&b=1`;
const twilioSigned = (signed: string) => ({
  ...form,
  "x-twilio-signature": hmac(`${signed}A1`, "base64", secret, "sha1"),
});

const v2 = (signed: string) => ({
  ...form,
  "x-plivo-signature-v2": hmac(signed, "base64"),
  "x-plivo-signature-v2-nonce": "12345",
});

const cases: readonly Case[] = [
  { provider: box, name: "its version and algorithm", headers: boxed("1", "HmacSHA256") },
  ...[
    boxed("2", "HmacSHA256"),
    boxed("1", "HmacSHA1"),
    boxed(undefined, "HmacSHA256"),
    boxed("1", undefined),
  ].map((headers, i) => ({
    provider: box,
    name: `another version or algorithm, ${i}`,
    headers,
    code: "signature_mismatch",
  })),
  ...["webhook", "svix"].map((prefix) => ({
    provider: brex,
    name: `headers that begin with ${prefix}`,
    secret: bytes.toString("base64"),
    headers: named(prefix, `v1,${hmac(standard, "base64", bytes)}`),
  })),
  {
    provider: supabase,
    name: "signatures of several secrets",
    secret: `v1,${encoded}`,
    headers: named(
      "webhook",
      `v1,${hmac(standard, "base64", "another")}, v1,${hmac(standard, "base64", bytes)}`,
    ),
  },
  {
    provider: nylas,
    name: "the compressed bytes",
    headers: { "content-encoding": "gzip", "x-nylas-signature": hmac(compressed) },
    body: compressed,
  },
  {
    provider: supabase,
    name: "several signatures, none right",
    secret: `v1,${encoded}`,
    headers: named("webhook", `v1,${hmac("1", "base64")}, v1,${hmac("2", "base64")}`),
    code: "signature_mismatch",
  },
  {
    provider: mollie,
    name: "the header more than once",
    headers: { "x-mollie-signature": [hmac("another"), hmac(body)] },
  },
  {
    provider: mollie,
    name: "the header more than once, with prefixes",
    headers: { "x-mollie-signature": [`sha256=${hmac("another")}`, `sha256=${hmac(body)}`] },
  },
  {
    provider: openai,
    name: "a secret that is text",
    headers: named("webhook", `v1,${hmac(standard, "base64")}`),
  },
  {
    provider: openai,
    name: "a signature of a version to come",
    secret: encoded,
    headers: named("webhook", `v2,${hmac(standard, "base64", bytes)}`),
    code: "signature_malformed",
  },
  {
    provider: openai,
    name: "the base64 of the secret as a key",
    secret: encoded,
    headers: named("webhook", `v1,${hmac(standard, "base64", encoded.slice(6))}`),
    code: "signature_mismatch",
  },
  ...[asked, asked.replace("'", "%27"), asked.replace(".com", ".com:443")].map((signed) => ({
    provider: twilio,
    name: `a query with a quote, signed as ${signed}`,
    url: asked,
    body: "A=1",
    headers: twilioSigned(signed),
  })),
  ...["https://u:p@example.com/x", "https://u:p@example.com:443/x"].map((signed) => ({
    provider: twilio,
    name: `a URL with a user, signed as ${signed}`,
    url: "https://u:p@example.com/x",
    body: "A=1",
    headers: twilioSigned(signed),
  })),
  {
    provider: twilio,
    name: "another character in the query",
    url: asked,
    body: "A=1",
    headers: twilioSigned(asked.replace("'", "%22")),
    code: "signature_mismatch",
  },
  {
    provider: plivo,
    name: "a message, by v2",
    url: `${url}?a=1`,
    body: "MessageUUID=1&Status=delivered",
    headers: v2(`${url}12345`),
  },
  {
    provider: plivo,
    name: "a call, by v2",
    body: "CallUUID=1&Event=Hangup",
    headers: v2(`${url}12345`),
    code: "signature_malformed",
  },
  {
    provider: plivo,
    name: "a wrong v3 beside a right v2",
    body: "MessageUUID=1",
    headers: {
      ...v2(`${url}12345`),
      "x-plivo-signature-v3": hmac("another", "base64"),
      "x-plivo-signature-v3-nonce": "12345",
    },
    code: "signature_mismatch",
  },
];

describe("as documented", () => {
  test.each(cases.filter(({ provider }) => presetIds.includes(provider.id)))(
    "$provider.id: $name",
    async ({ provider, code, ...given }) => {
      const own = given.url ?? url;
      const delivery = {
        method: "POST",
        url: own,
        headers: given.headers,
        body: given.body ?? body,
      };
      const verified = verify(provider, delivery, {
        secret: given.secret ?? secret,
        url: own,
        now: () => nowMs,
      }).then(
        () => undefined,
        (thrown: { readonly code?: string }) => thrown.code ?? thrown,
      );
      expect(await verified).toBe(code);
    },
  );
});
