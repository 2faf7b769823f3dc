import type { Hash, Provider, Signature } from "@hooks/core";
import type { Subject } from "../subject.ts";
import { same, type Tally } from "../tally.ts";
import { checkKnownAnswers } from "./check-known-answers.ts";
import { randomBodies } from "./random-bodies.ts";
import { refusalOf } from "./refusal-of.ts";

interface Secrets {
  readonly signing: string;
  readonly verifying: string;
  /** What nobody has signed with. */
  readonly other: string;
}

interface NamedSignature {
  readonly name: string;
  readonly signature: Signature;
  /** Where they are not made anew. */
  readonly secrets?: Secrets;
}

const hashes: readonly Hash[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
const encodings = ["hex", "base64", "base64url"] as const;
const field = { header: "x-signature", prefix: "v1=" };
const content = "{method} {url}:{id}.{timestamp}.{body}";
/** A token covers nothing but itself, so it says what the body was. */
const requires = { claim: "bodyHash", hashOf: "body", encoding: "hex" } as const;

// RFC 8037, appendix A.1; and the key of RFC 8032, section 7.1, test 2.
const okp = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
const otherOkp = { ...okp, x: "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw" };
const okpSecrets: Secrets = {
  signing: JSON.stringify({ ...okp, d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A" }),
  verifying: JSON.stringify(okp),
  other: JSON.stringify(otherOkp),
};

/** The schemes that need nothing of the runtime. */
const sharedSecrets: readonly NamedSignature[] = [
  ...hashes.flatMap((hash) =>
    encodings.map(
      (encoding): NamedSignature => ({
        name: `HMAC ${hash} in ${encoding}`,
        signature: { scheme: "hmac", hash, field, encoding, content, secret: { encoding } },
      }),
    ),
  ),
  ...(["MD5", ...hashes] as const).flatMap((hash) =>
    (["start", "end"] as const).map(
      (secretAt): NamedSignature => ({
        name: `digest ${hash}, the secret at the ${secretAt}`,
        signature: { scheme: "digest", hash, secretAt, field, encoding: "hex", content },
      }),
    ),
  ),
  ...(["HS256", "HS384", "HS512"] as const).map(
    (algorithms): NamedSignature => ({
      name: `JWT ${algorithms}`,
      signature: { scheme: "jwt", algorithms, field, requires },
    }),
  ),
  { name: "token", signature: { scheme: "token", field, encoding: "utf8" } },
  { name: "Basic", signature: { scheme: "basic" } },
];

/** The schemes with a key pair. */
const keyPairs: readonly NamedSignature[] = [
  ...encodings.map(
    (encoding): NamedSignature => ({
      name: `Ed25519 in ${encoding}`,
      signature: { scheme: "ed25519", field, encoding, content, secret: { encoding: "hex" } },
    }),
  ),
  ...(["RS256", "ES256"] as const).map(
    (algorithms): NamedSignature => ({
      name: `JWT ${algorithms}`,
      signature: { scheme: "jwt", algorithms, field, requires, secret: { encoding: "jwk" } },
    }),
  ),
  {
    name: "JWT EdDSA",
    signature: { scheme: "jwt", algorithms: "EdDSA", field, requires, secret: { encoding: "jwk" } },
    secrets: okpSecrets,
  },
  ...(["der", "raw"] as const).flatMap((form) =>
    hashes.map(
      (hash): NamedSignature => ({
        name: `ECDSA ${hash}, ${form}`,
        signature: {
          scheme: "ecdsa",
          hash,
          form,
          field,
          encoding: "base64",
          content,
          secret: { encoding: "pem" },
        },
      }),
    ),
  ),
  ...(["pkcs1", "pss"] as const).flatMap((padding) =>
    hashes.map(
      (hash): NamedSignature => ({
        name: `RSA ${hash}, ${padding}`,
        signature: {
          scheme: "rsa",
          hash,
          padding,
          field,
          encoding: "base64",
          content,
          secret: { encoding: "base64" },
        },
      }),
    ),
  ),
];

const nowMs = 1_700_000_000_000;

/** What is signed in a scheme is accepted in it, and nothing else is. */
export async function checkSchemes(subject: Subject, tally: Tally): Promise<void> {
  const cases = subject.cryptoPath === "noble" ? sharedSecrets : [...sharedSecrets, ...keyPairs];
  const secrets = new SecretBox(subject.testing.createKeyPair);
  for (const [i, { name, signature, secrets: fixed }] of cases.entries()) {
    for (const body of randomBodies(i + 1)) {
      await tally.check(`${name}, ${body.length} bytes`, async () =>
        checkBody(subject, { ...(fixed ?? (await secrets.take(signature))), signature, body }),
      );
    }
  }
  await checkKnownAnswers(subject, tally);
}

/** Makes secrets once for each way to write them, for RSA keys take long to make. */
class SecretBox {
  readonly #createKeyPair: Subject["testing"]["createKeyPair"];
  readonly #secrets = new Map<string, Secrets>();

  constructor(createKeyPair: Subject["testing"]["createKeyPair"]) {
    this.#createKeyPair = createKeyPair;
  }

  async take(signature: Signature): Promise<Secrets> {
    const encoding = "secret" in signature ? signature.secret?.encoding : undefined;
    const algorithm = "algorithms" in signature ? String(signature.algorithms) : "";
    const key = `${signature.scheme} ${algorithm} ${encoding}`;
    const known = this.#secrets.get(key);
    if (known !== undefined) return known;
    const { verifying: other } = await this.#createKeyPair(signature);
    const secrets = { ...(await this.#createKeyPair(signature)), other };
    this.#secrets.set(key, secrets);
    return secrets;
  }
}

interface SchemeCase extends Secrets {
  readonly signature: Signature;
  readonly body: Uint8Array;
}

async function checkBody({ core }: Subject, one: SchemeCase): Promise<void> {
  const { signature, signing, verifying, other, body } = one;
  const provider: Provider = {
    id: "conformance",
    name: "Conformance",
    docs: "https://www.rfc-editor.org/rfc/rfc2104",
    signature,
    timestamp: { header: "x-timestamp", unit: "ms", tolerance: 60 },
    deliveryId: { header: "x-id" },
  };
  const signed = await core.sign(provider, {
    secret: signing,
    body,
    url: "https://example.com/a%20b?c=1&$&",
    timestamp: nowMs,
  });
  const options = { secret: verifying, now: () => nowMs + 60_000 };
  const { id, timestamp } = await core.verify(provider, signed, options);
  const headers = signed.headers as Record<string, string>;
  same("the id", id, headers["x-id"]);
  same("the id's form", /^msg_[0-9a-f]{32}$/.test(id ?? ""), true);
  same("the time", timestamp?.getTime(), nowMs);

  const refusal = (delivery: typeof signed, changed: object = {}): Promise<string> =>
    refusalOf(core, core.verify(provider, delivery, { ...options, ...changed }));
  same("another secret", await refusal(signed, { secret: other }), "signature_mismatch");
  same("a time past", await refusal(signed, { now: () => nowMs + 60_001 }), "timestamp_too_old");
  if (headers["x-signature"] !== undefined) {
    const cut = { ...headers, "x-signature": headers["x-signature"].slice(0, -4) };
    same("a shorter one", await refusal({ ...signed, headers: cut }), "signature_mismatch");
  }
  if (!("content" in signature || "requires" in signature)) return;
  const longer = new Uint8Array(body.length + 1);
  longer.set(body);
  same("a longer body", await refusal({ ...signed, body: longer }), "signature_mismatch");
  if (!("content" in signature)) return;
  const changed = { ...headers, "x-id": "another" };
  same("another id", await refusal({ ...signed, headers: changed }), "signature_mismatch");
}
