import type { Provider } from "@hooks/core";
import { type ExplainOptions, explain } from "@hooks/core/explain";
import { providers } from "@hooks/providers/all";
import { createSecret, type SignedDelivery } from "@hooks/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  expectNothingTold,
  intact,
  intactIfSent,
  isAccepted,
  isTokenBody,
  patient,
  presets,
  publishesKeys,
  secretOf,
  signaturesOf,
  url,
} from "./explained-presets.ts";

/** Others that know nothing of the secret: it is not among those that are tried. */
async function claims(
  provider: Provider,
  delivery: SignedDelivery,
  options: ExplainOptions,
): Promise<readonly string[]> {
  const explanation = await explain(provider, delivery, {
    ...patient,
    keys: delivery.keys,
    ...options,
  });
  const { secret } = options;
  expectNothingTold(explanation, delivery, typeof secret === "string" ? [secret] : []);
  expect([provider.id, explanation.skipped]).toEqual([provider.id, []]);
  return explanation.causes.map(({ code }) => code);
}

test("nothing is claimed of a delivery that another secret signed", async () => {
  for (const provider of presets) {
    // What another key of the provider's own has signed is genuine, whoever it is for.
    const isPublished = publishesKeys(provider);
    const { delivery, verifying, signing } = await intact(provider, { wrongSecret: isPublished });
    const secret = isPublished ? verifying : (await createSecret(provider)).verifying;
    const { verifying: previous } = await createSecret(provider);
    const options = { secret, url, also: { previous }, providers };
    expect([provider.id, await claims(provider, delivery, options)]).toEqual([provider.id, []]);
    expect(isPublished || signing !== secret).toBe(true);
  }
});

/** Is what is sent no signature of the body? A token that leaves its payload out is one. */
const isToken = (provider: Provider): boolean =>
  signaturesOf(provider).some(
    (one) =>
      /^(token|basic)$/.test(one.scheme) || (one.scheme === "jwt" && one.content === undefined),
  );

test("of what a provider signed for somebody else, no more is claimed than that", async () => {
  const causes: unknown[] = [];
  for (const provider of presets.filter(publishesKeys)) {
    const { delivery } = await intact(provider);
    const { verifying: secret } = await createSecret(provider);
    causes.push([provider.id, await claims(provider, delivery, { secret, url, providers })]);
  }
  expect(causes).toEqual([
    ["amazon-sns", ["requirement_unmet"]],
    // It leads to other keys.
    ["fusionauth-key-pair", []],
    ["google-pubsub", ["requirement_unmet"]],
    // The keys of others don't verify it.
    ["kinde", []],
    ["neon", []],
    // The webhook's id is in what is signed.
    ["paypal", []],
    ["zoho-desk", ["requirement_unmet"]],
  ]);
});

test("nothing is claimed of a delivery whose body was forged", async () => {
  let forged = 0;
  for (const provider of presets.filter((one) => !isToken(one))) {
    const right = await intactIfSent(provider, {});
    if (!right) continue;
    const { delivery, verifying: secret } = right;
    const body = Uint8Array.from(delivery.body);
    const at = body.indexOf(0x78, body.length / 2);
    const place = at < 0 ? body.length - 3 : at;
    body[place] = (body[place] as number) ^ 1;
    const changed = { ...delivery, body };
    if (await isAccepted(provider, changed, { secret, url })) continue;
    forged++;
    const said = await claims(provider, changed, { secret, url, providers });
    // Where the signature is in the body, it may be what was changed.
    const isKnown = said.every((one) => /^(signature_absent|signature_length)$/.test(one));
    expect([provider.id, isKnown ? [] : said]).toEqual([provider.id, []]);
  }
  expect(forged).toBeGreaterThan(95);
});

test("of a token that was made for another body, no more is claimed than that", async () => {
  let forged = 0;
  for (const provider of presets.filter(isToken)) {
    const { delivery } = await intact(provider);
    const { verifying: secret } = await secretOf(provider);
    const changed = { ...delivery, body: new TextEncoder().encode('{"forged":true}') };
    if (await isAccepted(provider, changed, { secret, url })) continue;
    const [first, ...rest] = await claims(provider, changed, { secret, url });
    // Another body is another token there, or none at all.
    if (first === "signature_absent" || isTokenBody(provider)) {
      expect([provider.id, rest]).toEqual([provider.id, []]);
      continue;
    }
    forged++;
    expect([provider.id, first, rest]).toEqual([provider.id, "requirement_unmet", []]);
  }
  expect(forged).toBeGreaterThan(3);
});

const hex = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((one) => one.length === length);

/** A text of the same kind and length, by chance. */
const forgedLike = (text: string, random: string): string =>
  text.replace(/[\da-z]{16,}/gi, (run) => {
    const digits = random.repeat(Math.ceil(run.length / random.length));
    return digits.slice(0, run.length);
  });

test("nothing that rests on a signature is claimed of one made by chance", async () => {
  const all = await Promise.all(
    presets.map(async (one) => ({ provider: one, ...(await intact(one)) })),
  );
  // A secret that is sent along is no signature, and is not covered by one.
  const signed = all.filter(({ provider }) => !isToken(provider));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...signed),
      hex(64),
      fc.uint8Array({ maxLength: 200 }),
      async ({ provider, delivery, verifying: secret }, random, bytes) => {
        const forged = Object.entries(delivery.headers).map(([name, value]) => [
          name,
          name === "content-type" ? value : forgedLike(String(value), random),
        ]);
        const changed = { ...delivery, headers: Object.fromEntries(forged), body: bytes };
        const { causes } = await explain(provider, changed, {
          ...patient,
          keys: delivery.keys,
          secret,
          url,
        });
        const facts =
          /^(signature_(absent|length)|header_absent|body_(empty|characters_lost)|timestamp_format)$/;
        expect(causes.map(({ code }) => code).filter((code) => !facts.test(code))).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
