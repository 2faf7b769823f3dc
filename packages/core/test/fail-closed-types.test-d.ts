/** What is easily got wrong in calling these is a type error. */
import { type Provider, sign, type Verified, type VerifyOptions, verify } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { expectTypeOf } from "vitest";

const delivery = { method: "POST", url: "/", headers: {}, body: "" };
const options: VerifyOptions = { secret: process.env["WEBHOOK_SECRET"] };

// There is no boolean to be forgotten or turned round: who is not refused is verified.
expectTypeOf(verify(stripe, delivery, options)).toEqualTypeOf<Promise<Verified>>();
// @ts-expect-error a result is no boolean
const isVerified: boolean = await verify(stripe, delivery, options);
expectTypeOf(isVerified).toEqualTypeOf<boolean>();

export function acceptUnawaited(): string {
  // @ts-expect-error a promise is always true: `await` was forgotten
  if (verify(stripe, delivery, options)) return "accepted";
  return "refused";
}

// What was parsed is no body.
// @ts-expect-error a parsed body
verify(stripe, { ...delivery, body: { id: "evt_1" } }, options);
// @ts-expect-error no secret is said
verify(stripe, delivery, {});
// @ts-expect-error a number is no secret
verify(stripe, delivery, { secret: 5 });
verify(stripe, { ...delivery, headers: new Headers() }, { secret: [process.env["A"], "b"] });
verify(stripe, delivery, { secret: { a: process.env["A"] } });
verify(stripe, delivery, { secret: async ({ url }) => url });
// @ts-expect-error a secret function makes no signature: which delivery should it be asked about?
sign(stripe, { secret: () => "", body: "" });

const about = { id: "sample", name: "Sample", docs: "https://example.com/docs" };
const signature = {
  scheme: "hmac",
  hash: "SHA-256",
  field: { header: "x-signature" },
  encoding: "hex",
  content: "{body}",
} as const;

({ ...about, signature }) satisfies Provider;
({ ...about, forms: { v1: { signature } } }) satisfies Provider;
// @ts-expect-error nothing signs
about satisfies Provider;
// @ts-expect-error one form or several
({ ...about, signature, forms: { v1: { signature } } }) satisfies Provider;
// @ts-expect-error a scheme that there is not
({ ...about, signature: { ...signature, scheme: "none" } }) satisfies Provider;
// @ts-expect-error a hash that is broken
({ ...about, signature: { ...signature, hash: "MD5" } }) satisfies Provider;
// @ts-expect-error no content
({ ...about, signature: { ...signature, content: undefined } }) satisfies Provider;
