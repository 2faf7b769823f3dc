/** Presets that put the name of the secret before the signature. */
import type { Provider, Signature } from "@hooks/core";
import { createSecret, type SignedDelivery, signedDelivery } from "@hooks/testing";
import { expect, test } from "vitest";
import {
  codesOf,
  formOf,
  intact,
  isAccepted,
  payloadOf,
  presets,
  signaturesOf,
  url,
} from "./explained-presets.ts";

const isNamed = (signature: Signature): boolean =>
  signature.scheme === "digest" && signature.named === "signature";

const named = presets.filter((one) => signaturesOf(one).every(isNamed));

test("there is one at least", () => {
  expect(named.length).toBeGreaterThan(0);
});

/** The delivery with another text where its form has the signature. */
function changed(
  provider: Provider,
  delivery: SignedDelivery,
  change: (name: string, signature: string) => string,
): SignedDelivery {
  const [signature] = [formOf(provider).signature].flat() as Signature[];
  const [field] = signature && "field" in signature ? [signature.field].flat() : [];
  if (!field || !("form" in field)) throw new Error(`${provider.id} signs in no form`);
  const form = new URLSearchParams(new TextDecoder().decode(delivery.body));
  const [name = "", text = ""] = (form.get(field.form) ?? "").split("|");
  form.set(field.form, change(name, text));
  return { ...delivery, body: new TextEncoder().encode(form.toString()) };
}

test.each([
  ["without its name", "signature_prefix", (_: string, text: string) => text],
  ["under another name", "signature_prefix", (_: string, text: string) => `another|${text}`],
  [
    "in capitals",
    "signature_encoding",
    (name: string, text: string) => `${name}|${text.toUpperCase()}`,
  ],
  [
    "in base64",
    "signature_encoding",
    (name: string, text: string) => `${name}|${Buffer.from(text, "hex").toString("base64")}`,
  ],
  [
    "cut off",
    "signature_truncated",
    (name: string, text: string) => `${name}|${text.slice(0, -8)}`,
  ],
] as const)("a signature %s is explained", async (_, cause, change) => {
  for (const provider of named) {
    const { delivery, signing, verifying: secret } = await intact(provider);
    const broken = changed(provider, delivery, change);
    expect(await isAccepted(provider, broken, { secret, url })).toBe(false);
    const codes = await codesOf(provider, broken, { secret, url }, [signing]);
    expect([provider.id, codes]).toEqual([provider.id, [cause]]);
  }
});

test("a signature of another length is told without its name, and one of a stranger is not", async () => {
  for (const provider of named) {
    const { delivery, verifying: secret } = await intact(provider);
    const longer = changed(provider, delivery, (name) => `${name}|${"abcd".repeat(20)}`);
    expect(await codesOf(provider, longer, { secret, url })).toEqual(["signature_length"]);
    const { verifying: other } = await createSecret(provider);
    expect(await codesOf(provider, delivery, { secret: other, url })).toEqual([]);
  }
});

test("a signature by another hash is explained", async () => {
  for (const provider of named) {
    const { signing, verifying: secret } = await intact(provider);
    const signature = [formOf(provider).signature]
      .flat()
      .map((one) => ({ ...one, hash: "SHA-512" }) as Signature);
    const delivery = await signedDelivery({ ...provider, signature } as Provider, {
      secret: signing,
      url,
      type: "a_b",
      payload: payloadOf(provider),
    });
    expect(await isAccepted(provider, delivery, { secret, url })).toBe(false);
    const codes = await codesOf(provider, delivery, { secret, url }, [signing]);
    expect([provider.id, codes]).toEqual([provider.id, ["signature_hash"]]);
  }
});
