import { createHash, createHmac } from "node:crypto";
import {
  createReceiver,
  type DigestSignature,
  type Handshake,
  type Provider,
  sign,
  verify,
} from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, post, provider } from "./sample-providers.ts";
import { refusalOf, verdictOf } from "./verdict-of.ts";

const body = '{"a":"größe"}';
const secret = "the_name|the|secret";
const key = "the|secret";

const signature: DigestSignature = {
  scheme: "digest",
  hash: "SHA-256",
  secretAt: "key",
  named: "content",
  field: { header: "x-signature" },
  encoding: "hex",
  content: "{body}",
};
const mac = (text: string, own: string | Buffer = key, hash = "sha256"): string =>
  createHmac(hash, own).update(text).digest("hex");

describe("a secret with a name", () => {
  test("that stands before the content", async () => {
    const which = provider({ signature });
    const sent = (text: string) => post({ "x-signature": text }, body);
    expect((await verify(which, sent(mac(`the_name${body}`)), { secret, now })).id).toBe(undefined);
    for (const wrong of [
      mac(body),
      mac(`other${body}`),
      mac(`the_name|${body}`),
      mac(`the_name${body}`, secret),
    ]) {
      expect(await verdictOf(which, sent(wrong), { secret, now })).toBe("signature_mismatch");
    }
    const made = await sign(which, { secret, body });
    expect((made.headers as Record<string, string>)["x-signature"]).toBe(mac(`the_name${body}`));
  });

  const before: DigestSignature = {
    ...signature,
    hash: "SHA-1",
    named: "signature",
    secretHash: "SHA-1",
    field: { form: "mac", split: "&" },
    content: "{text}",
  };
  const which: Provider = provider({
    signature: before,
    fields: { text: { form: "text" } },
    bodyUnsigned: true,
  });
  const right = `the_name|${mac("größe", createHash("sha1").update(key).digest(), "sha1")}`;
  const form = (text: string) => {
    const fields = new URLSearchParams({ mac: text, text: "größe" });
    return post({ "content-type": "application/x-www-form-urlencoded" }, `${fields}`);
  };

  test("that stands before the signature, the key being a hash of the secret", async () => {
    for (const text of [
      right,
      `other|${"0".repeat(40)}&${right}`,
      `${right}&other|${"0".repeat(40)}`,
    ]) {
      expect(await verdictOf(which, form(text), { secret, now })).toBe("accepted");
    }
    const bare = right.slice("the_name|".length);
    for (const text of [bare, `other|${bare}`, right.toUpperCase(), `${right}0`]) {
      expect(await verdictOf(which, form(text), { secret, now })).toBe("signature_mismatch");
    }
    for (const text of [`${right}&`, ` ${right}`, `${right}|x`]) {
      expect(await verdictOf(which, form(text), { secret, now })).toBe("signature_malformed");
    }
  });

  test.each(["no name", "|the secret", "the name|"])("is not %j", async (wrong) => {
    const refusal = await refusalOf(which, form(right), { secret: wrong, now });
    expect(refusal?.code).toBe("secret_invalid");
    expect(refusal?.message).not.toContain(wrong);
  });

  test("answers a challenge as it signs", async () => {
    const handshake: Handshake = {
      method: "GET",
      challenge: { query: "c" },
      challengeSyntax: /^[0-9a-f]{8}$/,
      answer: { scheme: "signature", content: "{challenge}" },
      reply: { contentType: "text/plain", body: "{answer}" },
    };
    const { receive } = createReceiver({
      provider: { ...which, handshake } as Provider,
      secret: ["the_name|the|secret", "older|secret"],
      on: { "*": () => undefined },
    });
    const ask = (query: string) =>
      receive({ method: "GET", url: `https://example.com/?c=${query}`, headers: {}, body: "" });
    const hash = createHash("sha1").update(key).digest();
    expect((await ask("0123abcd")).body).toBe(`the_name|${mac("0123abcd", hash, "sha1")}`);
    expect((await ask("0123abcde")).status).toBe(405);
  });
});
