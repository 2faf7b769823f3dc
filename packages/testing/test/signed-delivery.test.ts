import {
  createReceiver,
  type Form,
  isWebhookError,
  type Provider,
  type Signature,
  verify,
} from "@hooks/core";
import { providers } from "@hooks/providers/all";
import {
  createSecret,
  type DeliveryBreaks,
  type SignedDeliveryOptions,
  signedDelivery,
} from "@hooks/testing";
import { describe, expect, test } from "vitest";

const presets = await Promise.all(Object.values(providers).map((load) => load()));

const formsOf = (provider: Provider) =>
  provider.forms ? Object.values(provider.forms) : [provider];
const signaturesOf = (provider: Provider) =>
  formsOf(provider).flatMap((form) => [form.signature].flat() as Signature[]);

/** Whose private keys are the provider's own, and are made for a test. */
const published = presets.filter((one) => signaturesOf(one).every((two) => "keys" in two));

const url = "https://example.com/webhooks";

const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "accepted",
    (error: unknown) => (isWebhookError(error) ? error.code : error),
  );

/** What no literal tells of a request, and its receiver only knows from the request itself. */
const surroundings: Record<string, Partial<SignedDeliveryOptions>> = {
  // A header says which headers are signed.
  contentful: {
    headers: {
      "x-contentful-signed-headers": "x-contentful-signed-headers,x-contentful-timestamp",
    },
  },
  // What is signed is made of these.
  "amazon-sns": {
    payload: { Message: "größe", SubscribeURL: "https://sns.example/", Token: "a token" },
  },
};

/** The verdict on a delivery that is broken so; or why it could not be. */
async function verdict(provider: Provider, breaks: Partial<SignedDeliveryOptions>) {
  const { signing, verifying } = await createSecret(provider, breaks.form);
  const around = surroundings[provider.id];
  const options = { secret: signing, url, type: "a_b", ...around, ...breaks };
  let delivery: Awaited<ReturnType<typeof signedDelivery>>;
  try {
    delivery = await signedDelivery(provider, options);
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    return error.message.replace(/^[^:]*: /, "");
  }
  return code(verify(provider, delivery, { secret: verifying, url, keys: delivery.keys }));
}

const yearMs = 365 * 86_400_000;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What `verify` says of a delivery that is right, and then changed by hand: so the breaks have to come out. */
async function expectedOf(provider: Provider, form: string | undefined) {
  const { signing, verifying: secret } = await createSecret(provider, form);
  const around = surroundings[provider.id];
  const intact = await signedDelivery(provider, {
    secret: signing,
    url,
    type: "a_b",
    form,
    ...around,
  });
  const codeOf = (body: Uint8Array, now = Date.now) =>
    code(verify(provider, { ...intact, body }, { secret, now, url, keys: intact.keys }));
  expect(await codeOf(intact.body)).toBe("accepted");

  const { signature, bodyUnsigned } = (provider.forms?.[form ?? ""] ?? provider) as Form;
  // The secret itself is sent, maybe in the body.
  const isSecret = [signature].flat().every(({ scheme }) => /token|basic/.test(scheme));
  let signsBody = false;
  for (let i = 0; i < intact.body.length && !bodyUnsigned && !isSecret && !signsBody; i++) {
    const changed = Uint8Array.from(intact.body);
    changed[i] = (changed[i] as number) ^ 1;
    signsBody = (await codeOf(changed)) === "signature_mismatch";
  }
  let json: unknown;
  try {
    json = JSON.parse(text(intact.body));
  } catch {
    // A form.
  }
  const indented = new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`);
  const later = await codeOf(intact.body, () => Date.now() + 10 * yearMs);
  const unseen = "the body is not signed, so another one is accepted";
  return {
    tamper: signsBody ? "signature_mismatch" : unseen,
    reserialized: !signsBody
      ? unseen
      : json === undefined
        ? "a body that is no JSON can't be serialised again"
        : (await codeOf(indented)) === "accepted"
          ? "the values of the body are signed, so the same JSON is accepted in any bytes"
          : "signature_mismatch",
    stale:
      later === "accepted" ? "no time is signed, so no delivery is stale" : "timestamp_too_old",
  };
}

test("every preset is among them", () => {
  expect(presets.length).toBeGreaterThan(130);
  expect(published.map(({ id }) => id)).toEqual([
    "amazon-sns",
    "fusionauth-key-pair",
    "google-pubsub",
    "kinde",
    "neon",
    "paypal",
    "zoho-desk",
  ]);
});

describe.each(presets.map((one) => [one.id, one] as const))("%s", (_, provider) => {
  test("is accepted in each of its forms, under the id and the type that were asked for", async () => {
    for (const form of provider.forms ? Object.keys(provider.forms) : [undefined]) {
      const { signing, verifying } = await createSecret(provider, form);
      const delivery = await signedDelivery(provider, {
        secret: signing,
        type: "thing_done",
        id: "evt_1",
        url,
        form,
        ...surroundings[provider.id],
      });
      const events: unknown[] = [];
      const receiver = createReceiver({
        provider,
        secret: verifying,
        url,
        form,
        keys: delivery.keys,
        on: { "*": ({ id, type }) => events.push({ id, type }) },
      });
      const { status } = await receiver.receive(delivery);
      expect(status).toBeLessThan(300);
      const { batch, deliveryId, eventType } = provider;
      const hasId = batch ? batch.deliveryId : deliveryId;
      const hasType = batch ? batch.eventType : eventType;
      expect(events).toEqual([
        {
          id: hasId ? expect.stringMatching(/^evt_1/) : undefined,
          type: hasType ? "thing_done" : undefined,
        },
      ]);
    }
  });

  test("is refused when it is broken, or says why it can't be", async () => {
    for (const form of provider.forms ? Object.keys(provider.forms) : [undefined]) {
      const broken = (breaks: DeliveryBreaks) => verdict(provider, { ...breaks, form });
      expect(await broken({ unsigned: true })).toBe("signature_missing");
      expect(await broken({ wrongSecret: true })).toBe("signature_mismatch");
      const { tamper, reserialized, stale } = await expectedOf(provider, form);
      expect(await broken({ tamper: true })).toBe(tamper);
      expect(await broken({ reserialized: true })).toBe(reserialized);
      expect(await broken({ stale: true })).toBe(stale);
    }
  });
});
