import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Provider, verify } from "@hooks/core";
import { testProvider, type Vector, vectorDelivery, vectorOptions } from "@hooks/testing";
import { afterAll, describe, expect, test } from "vitest";
import { readAnswers } from "../provider-answers.ts";
import { literalSource, vectorSource } from "../provider-files.ts";

const dir = mkdtempSync(join(tmpdir(), "hooks-new-"));
afterAll(() => rmSync(dir, { recursive: true }));

const common = { name: "Acme", docs: "https://acme.example/docs" };
const json = "json data.id: {id} | json type: {type}";

/** What a page may say, and how the field of the signature is written then. */
const schemes: readonly (readonly [
  where: string,
  signed: string,
  secret: string,
  field: object,
])[] = [
  [`Acme-Sig: {signature} | ${json}`, "HMAC-SHA1 base64 of {body}", "text", { header: "acme-sig" }],
  [
    `Acme-Sig: t={timestamp},v1={signature} | ${json}`,
    "HMAC-SHA256 hex of {timestamp}.{body}",
    "text",
    { header: "acme-sig", split: ",", prefix: "v1=" },
  ],
  [
    "Acme-Sig: t={timestamp:ms}, v1={signature}",
    "HMAC-SHA-256 hex of {timestamp}.{body}",
    "hex",
    { header: "acme-sig", split: ", ", prefix: "v1=" },
  ],
  [
    "webhook-id: {id} | webhook-timestamp: {timestamp} | webhook-signature: v1,{signature}",
    "HMAC-SHA256 base64 of {id}.{timestamp}.{body}",
    "base64 after whsec_",
    { header: "webhook-signature", prefix: "v1," },
  ],
  [
    "X-Time: {timestamp:iso} | X-Sig: ts={timestamp}".replace(
      "ts={timestamp}",
      "sha512={signature}",
    ),
    "hmac-sha512 base64url of {timestamp}{body}",
    "base64",
    { header: "x-sig", prefix: "sha512=" },
  ],
  [
    "X-Sig: {signature} | json sent: {timestamp:ms} | json id: {id}",
    "HMAC-SHA384 hex of {method}{path}{body}",
    "text",
    { header: "x-sig" },
  ],
  [
    "X-Sig: {signature} | X-Time: {timestamp} | json type: {type}",
    "Ed25519 hex of {timestamp}{body}",
    "hex",
    { header: "x-sig" },
  ],
  ["X-Sig: {signature}", "Ed25519 base64 of {body}", "base64", { header: "x-sig" }],
  [
    "Authorization: Bearer {signature}",
    "token",
    "text",
    { header: "authorization", prefix: "Bearer " },
  ],
];

describe.each(schemes)("%s, %s", async (where, signed, secret, field) => {
  const id = `acme-${schemes.findIndex((scheme) => scheme[0] === where)}`;
  const answers = readAnswers(id, { ...common, where, signed, secret });
  const file = join(dir, `${id}.ts`);
  const source = literalSource(answers);
  writeFileSync(file, source);
  const module: Record<string, Provider> = await import(file);
  const provider = module[`acme${id.slice(5)}`] as Provider;
  const vectors: readonly Vector[] = JSON.parse(vectorSource(answers));

  test("is a literal as the page describes it", () => {
    expect(provider).toMatchObject({ id, ...common, signature: { field } });
    expect(source.split("\n").length).toBeLessThan(30);
  });

  test("the vector is accepted, with the id and the type that it has", async () => {
    const [vector] = vectors as readonly [Vector];
    const verified = await verify(provider, vectorDelivery(vector), {
      ...vectorOptions(vector),
      url: vector.request.url,
    });
    expect(verified.id).toBe(where.includes("{id}") ? "evt_1" : undefined);
    expect(verified.type).toBe(where.includes("{type}") ? "order.paid" : undefined);
  });

  testProvider(provider, vectors, { test });
});

const page = {
  ...common,
  where: "Acme-Sig: {signature}",
  signed: "HMAC-SHA256 hex of {body}",
  secret: "text",
};

test.each([
  [{ docs: "http://acme.example" }, /no https address/],
  [{ docs: "the docs" }, /no https address/],
  [{ name: "" }, /a name, please/],
  [{ name: 'A"c' }, /a name, please/],
  [{ where: "Acme-Sig: v1" }, /neither/],
  [{ where: "json id: {id}" }, /no header holds \{signature\}/],
  [{ where: "json sig: {signature}" }, /beyond these questions/],
  [{ where: "A: {signature} | B: {signature}" }, /two places/],
  [{ where: "A: {signature} | B: {nonce}" }, /\{nonce\} is none of/],
  [{ where: "A: {signature} | B: {timestamp:h}" }, /in s, ms or iso, not h/],
  [{ where: "A: {signature:ms}" }, /has no unit/],
  [{ where: "A: {signature}==" }, /something stands behind/],
  [{ where: "A: {timestamp}{signature}" }, /not separated/],
  [{ signed: "MD5 hex of {body}" }, /is not like/],
  [{ signed: "HMAC-SHA256 hex of {timestamp}" }, /\{body\} is to be signed/],
  [{ signed: "HMAC-SHA256 hex of {body}{body}" }, /once/],
  [{ signed: "HMAC-SHA256 hex of {timestamp}.{body}" }, /stands nowhere/],
  [{ signed: "HMAC-SHA256 hex of {nonce}.{body}" }, /\{nonce\} is none of/],
  [{ secret: "rot13" }, /is not text/],
  [{ secret: "text after whsec_" }, /as it stands/],
  [{ signed: "Ed25519 hex of {body}" }, /a public key is hex or base64/],
  [{ signed: "token", secret: "hex" }, /compared as text/],
])("%o can't be used, and the message says why", (answer, message) => {
  expect(() => readAnswers("acme", { ...page, ...answer })).toThrow(message);
});
