import { type Provider, type SecretFormat, type Signature, sign } from "@hooks/core";
import { describe, expect, test } from "vitest";
import {
  codesOf,
  headers,
  intact,
  isAccepted,
  presets,
  secretOf,
  signaturesOf,
  url,
} from "./explained-presets.ts";

const formatOf = (signature: Signature | undefined): SecretFormat =>
  (signature && "secret" in signature && signature.secret) || {};

/** What somebody stored instead of the secret, and what should be said. */
const copies: Readonly<
  Record<string, readonly [store: (secret: string) => string, cause: string]>
> = {
  "a line feed behind it": [(secret) => `${secret}\n`, "secret_padded"],
  "a carriage return and a line feed behind it": [(secret) => `${secret}\r\n`, "secret_padded"],
  "blanks around it": [(secret) => `  ${secret} `, "secret_padded"],
  "a byte order mark before it": [(secret) => `\ufeff${secret}`, "secret_padded"],
  "a character without width behind it": [(secret) => `${secret}\u200b`, "secret_padded"],
  "quotes around it": [(secret) => `"${secret}"`, "secret_quoted"],
  "single quotes around it": [(secret) => `'${secret}'`, "secret_quoted"],
  "quotes and a line feed around it": [(secret) => `"${secret}"\n`, "secret_quoted"],
  "a name before it": [(secret) => `WEBHOOK_SECRET=${secret}`, "secret_assignment"],
  "a name and quotes around it": [
    (secret) => `export WEBHOOK_SECRET="${secret}"`,
    "secret_assignment",
  ],
  "Bearer before it": [(secret) => `Bearer ${secret}`, "secret_scheme"],
};

/** Presets of whose secrets something is wrong, and those for which nothing is said of it first. */
async function explained(
  store: (secret: string) => string,
  cause: string,
  among: readonly Provider[] = presets,
) {
  let broken = 0;
  const wrong: string[] = [];
  for (const provider of among) {
    const { delivery, verifying, signing } = await intact(provider);
    const secret = store(verifying);
    if (await isAccepted(provider, delivery, { secret, url })) continue;
    broken++;
    const codes = await codesOf(provider, delivery, { secret, url }, [verifying, signing]);
    if (codes[0] !== cause) wrong.push(`${provider.id}: ${codes.join()}`);
  }
  expect(wrong).toEqual([]);
  return broken;
}

test.each(Object.entries(copies))(
  "a secret with %s is explained for every preset",
  async (_, [store, cause]) => {
    expect(await explained(store, cause)).toBeGreaterThan(134);
  },
);

/** Whose secrets are texts that nothing decodes. */
const ofText = presets.filter((one) =>
  signaturesOf(one).every(
    (two) => /hmac|digest/.test(two.scheme) && !formatOf(two).encoding && !("named" in two),
  ),
);
const ofBase64 = presets.filter((one) =>
  signaturesOf(one).every((two) => two.scheme === "hmac" && formatOf(two).encoding === "base64"),
);

/** What signs is not what the preset would make of the secret. */
async function explainedSigner(
  among: readonly Provider[],
  key: (secret: string) => Uint8Array | string,
  secret: string,
  cause: string,
) {
  let broken = 0;
  const wrong: string[] = [];
  for (const provider of among) {
    const { delivery: right } = await intact(provider);
    const body = right.body;
    const id = Object.entries(right.headers).find(([name]) => name.endsWith("-id"))?.[1];
    const delivery = await sign(provider, {
      secret: key(secret),
      body,
      url,
      headers,
      ...(id && { id: String(id) }),
    }).catch(() => undefined);
    if (
      !delivery ||
      (await isAccepted(
        provider,
        { ...right, ...delivery, headers: Object(delivery.headers) },
        { secret, url },
      ))
    )
      continue;
    broken++;
    const given = {
      ...right,
      ...delivery,
      headers: Object(delivery.headers) as Record<string, string>,
    };
    const codes = await codesOf(provider, given, { secret, url });
    if (codes[0] !== cause) wrong.push(`${provider.id}: ${codes.join()}`);
  }
  expect(wrong).toEqual([]);
  return broken;
}

const hex = "00112233445566778899aabbccddeeff8f7e6d5c4b3a29180123456789abcdef";

describe("of a secret in an encoding", () => {
  test("that the provider decodes and the preset doesn't, it is said", async () => {
    const decode = (encoding: "base64" | "hex") => (secret: string) =>
      Buffer.from(secret, encoding);
    expect(ofText.length).toBeGreaterThan(70);
    const base64 = Buffer.from(hex, "hex").toString("base64");
    expect(
      await explainedSigner(ofText, decode("base64"), base64, "secret_encoding"),
    ).toBeGreaterThan(70);
    expect(await explainedSigner(ofText, decode("hex"), hex, "secret_encoding")).toBeGreaterThan(
      70,
    );
    const url64 = Buffer.from(hex, "hex").toString("base64url");
    expect(
      await explainedSigner(ofText, decode("base64"), url64, "secret_encoding"),
    ).toBeGreaterThan(70);
  });

  test("that the preset decodes and the provider doesn't, it is said", async () => {
    const base64 = Buffer.from(hex, "hex").toString("base64");
    expect(ofBase64.length).toBeGreaterThan(5);
    expect(
      await explainedSigner(ofBase64, (secret) => Buffer.from(secret), base64, "secret_encoding"),
    ).toBeGreaterThan(5);
  });
});

test("a prefix that belongs to the secret and was cut off is explained", async () => {
  const broken = await explainedSigner(ofText, (secret) => `whsec_${secret}`, hex, "secret_prefix");
  expect(broken).toBeGreaterThan(70);
});

test("a prefix that was put before the secret is explained", async () => {
  const broken = await explainedSigner(
    ofText,
    (secret) => secret.replace(/^whsec_/, ""),
    `whsec_${hex}`,
    "secret_prefix",
  );
  expect(broken).toBeGreaterThan(70);
});

test("the previous secret and that of another environment are told by their labels", async () => {
  for (const provider of presets) {
    const { delivery, verifying } = await intact(provider);
    const { verifying: secret } = await secretOf({ ...provider });
    const other = secret === verifying ? await freshOf(provider) : secret;
    const codes = await codesOf(
      provider,
      delivery,
      { secret: other, url, also: { production: await freshOf(provider), previous: verifying } },
      [verifying, other],
    );
    expect([provider.id, codes]).toEqual([provider.id, ["secret_other"]]);
  }
});

async function freshOf(provider: Provider): Promise<string> {
  const { createSecret } = await import("@hooks/testing");
  return (await createSecret(provider)).verifying;
}

describe("of a key pair", () => {
  const withPem = presets.filter((one) =>
    signaturesOf(one).some((two) => formatOf(two).encoding === "pem"),
  );
  const asymmetric = presets.filter((one) =>
    signaturesOf(one).every((two) => /^(rsa|ecdsa|ed25519)$/.test(two.scheme) && !("keys" in two)),
  );

  test("a PEM text with \\n instead of its line breaks is explained", async () => {
    expect(withPem.length).toBeGreaterThan(2);
    expect(
      await explained((secret) => secret.replaceAll("\n", "\\n"), "secret_escaped", withPem),
    ).toBe(withPem.length);
  });

  test("a PEM text without its lines is explained", async () => {
    const bare = (secret: string) => secret.replaceAll(/-----[^-]+-----|\s/g, "");
    expect(await explained(bare, "key_format", withPem)).toBe(withPem.length);
  });

  test("a private key is told from a public one", async () => {
    let broken = 0;
    for (const provider of asymmetric) {
      const { delivery, signing } = await intact(provider);
      const isSeed = signaturesOf(provider).every(({ scheme }) => scheme === "ed25519");
      if (isSeed || (await isAccepted(provider, delivery, { secret: signing, url }))) continue;
      broken++;
      expect([provider.id, await codesOf(provider, delivery, { secret: signing, url })]).toEqual([
        provider.id,
        ["key_private"],
      ]);
    }
    expect(broken).toBeGreaterThan(2);
  });

  test("a key of Ed25519 in DER, PEM, base64 or hex is explained", async () => {
    const ed25519 = asymmetric.filter((one) =>
      signaturesOf(one).every(({ scheme }) => scheme === "ed25519"),
    );
    expect(ed25519.length).toBeGreaterThan(1);
    const head = Buffer.from("302a300506032b6570032100", "hex");
    for (const provider of ed25519) {
      const { delivery, verifying } = await intact(provider);
      const { encoding, prefix = "" } = formatOf(signaturesOf(provider)[0]);
      const key = Buffer.from(verifying.slice(prefix.length), encoding as "hex");
      const der = Buffer.concat([head, key]).toString("base64");
      const all = [
        der,
        `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`,
        key.toString("hex"),
        key.toString("base64"),
      ];
      for (const secret of all) {
        if (await isAccepted(provider, delivery, { secret, url })) continue;
        const [first] = await codesOf(provider, delivery, { secret, url }, [verifying]);
        expect([provider.id, first]).toEqual([
          provider.id,
          expect.stringMatching(/^(key_format|secret_encoding)$/),
        ]);
      }
    }
  });
});

test("a password without its user is explained", async () => {
  const basic = presets.filter((one) => signaturesOf(one).some(({ scheme }) => scheme === "basic"));
  expect(basic.length).toBeGreaterThan(2);
  const password = (secret: string) => secret.replace(/^[^:]*:/, "");
  expect(await explained(password, "secret_user", basic)).toBe(basic.length);
});
