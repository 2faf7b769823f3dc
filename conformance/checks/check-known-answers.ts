import type { Hash, Provider, Signature } from "@hooks/core";
import type { Subject } from "../subject.ts";
import { same, type Tally } from "../tally.ts";
import { refusalOf } from "./refusal-of.ts";

/** HMACs of "what do ya want for nothing?" under "Jefe": RFC 2202, section 3, and RFC 4231, section 4.3. */
const macs: Readonly<Record<Hash, string>> = {
  "SHA-1": "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
  "SHA-256": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  "SHA-384":
    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
  "SHA-512":
    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
};

/** RFC 8032, section 7.1, test 2. */
const ed25519 = {
  publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  body: Uint8Array.of(0x72),
  signature:
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
} as const;

/** Signatures that others computed are accepted, and with one bit changed they are not. */
export async function checkKnownAnswers(subject: Subject, tally: Tally): Promise<void> {
  const field = { header: "x-signature" };
  const rest = { field, encoding: "hex", content: "{body}" } as const;
  for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"] as const) {
    await tally.check(`the published HMAC ${hash}`, () =>
      checkAnswer(subject, {
        signature: { scheme: "hmac", hash, ...rest },
        secret: "Jefe",
        body: "what do ya want for nothing?",
        answer: macs[hash],
      }),
    );
  }
  await tally.check("the published Ed25519 signature", () =>
    checkAnswer(subject, {
      signature: { scheme: "ed25519", ...rest, secret: { encoding: "hex" } },
      secret: ed25519.publicKey,
      body: ed25519.body,
      answer: ed25519.signature,
      ...(subject.cryptoPath === "noble" && { refusal: "option_invalid" }),
    }),
  );
}

interface KnownAnswer {
  readonly signature: Signature;
  readonly secret: string;
  readonly body: Uint8Array | string;
  readonly answer: string;
  /** Where the runtime has no way to tell. */
  readonly refusal?: string;
}

async function checkAnswer({ core }: Subject, known: KnownAnswer): Promise<void> {
  const { signature, secret, body, answer, refusal = "accepted" } = known;
  const provider: Provider = {
    id: "conformance",
    name: "Conformance",
    docs: "https://www.rfc-editor.org/rfc/rfc4231",
    signature,
  };
  const verdict = (text: string): Promise<string> => {
    const delivery = { method: "POST", url: "/", headers: { "x-signature": text }, body };
    return refusalOf(core, core.verify(provider, delivery, { secret }));
  };
  same("the answer", await verdict(answer), refusal);
  const isKnown = refusal === "accepted";
  const flipped = answer.replace(/.$/, (digit) => (Number.parseInt(digit, 16) ^ 1).toString(16));
  same("another", await verdict(flipped), isKnown ? "signature_mismatch" : refusal);
}
