import { createReceiver, isWebhookError, type Provider, type Signature, verify } from "@hooks/core";
import { providers } from "@hooks/providers/all";
import { createSecret, type SignedDeliveryOptions, signedDelivery } from "@hooks/testing";
import { describe, expect, test } from "vitest";

const presets = await Promise.all(Object.values(providers).map((load) => load()));

const formsOf = (provider: Provider) =>
  provider.forms ? Object.values(provider.forms) : [provider];
const signaturesOf = (provider: Provider) =>
  formsOf(provider).flatMap((form) => [form.signature].flat() as Signature[]);

/** Whose private keys are the provider's own. */
const unsignable = presets.filter((one) => signaturesOf(one).every((two) => "keys" in two));
const signable = presets.filter((one) => !unsignable.includes(one));

const url = "https://example.com/webhooks";

const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "accepted",
    (error: unknown) => (isWebhookError(error) ? error.code : error),
  );

/** The verdict on a delivery that is broken so; or why it could not be. */
async function verdict(provider: Provider, breaks: Partial<SignedDeliveryOptions>) {
  const { signing, verifying } = await createSecret(provider, breaks.form);
  let delivery: Awaited<ReturnType<typeof signedDelivery>>;
  try {
    delivery = await signedDelivery(provider, { secret: signing, url, type: "a.b", ...breaks });
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    return error.message.replace(/^[^:]*: /, "");
  }
  return code(verify(provider, delivery, { secret: verifying }));
}

test("there are presets of both kinds", () => {
  expect(signable.length).toBeGreaterThan(120);
  expect(unsignable.map(({ id }) => id)).toEqual([
    "amazon-sns",
    "google-pubsub",
    "kinde",
    "paypal",
  ]);
});

describe.each(signable.map((one) => [one.id, one] as const))("%s", (_, provider) => {
  test("is accepted in each of its forms, under the id and the type that were asked for", async () => {
    for (const form of provider.forms ? Object.keys(provider.forms) : [undefined]) {
      const { signing, verifying } = await createSecret(provider, form);
      const delivery = await signedDelivery(provider, {
        secret: signing,
        type: "thing.done",
        id: "evt_1",
        url,
        form,
      });
      const events: unknown[] = [];
      const receiver = createReceiver({
        provider,
        secret: verifying,
        url,
        form,
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
          type: hasType ? "thing.done" : undefined,
        },
      ]);
    }
  });

  test("is refused when it is broken, or says why it can't be", async () => {
    expect(await verdict(provider, { unsigned: true })).toBe("signature_missing");
    expect(await verdict(provider, { wrongSecret: true })).toBe("signature_mismatch");
    // monday's token covers the URL alone.
    const signsNoBody =
      signaturesOf(provider).every(({ scheme }) => /token|basic/.test(scheme)) ||
      provider.id === "monday";
    const changed = signsNoBody
      ? "the body is not signed, so another one is accepted"
      : "signature_mismatch";
    expect(await verdict(provider, { tamper: true })).toBe(changed);
    const sendsForms = /^(mandrill|twilio)$/.test(provider.id);
    expect(await verdict(provider, { reserialized: true })).toBe(
      sendsForms ? "a body that is no JSON can't be serialised again" : changed,
    );
    const stale = await verdict(provider, { stale: true });
    // This one has a time that anybody can change.
    const isTimed = formsOf(provider)[0]?.timestamp !== undefined && provider.id !== "webhook";
    const expires = signaturesOf(provider).some((one) => "expires" in one);
    expect(stale).toBe(
      isTimed || expires ? "timestamp_too_old" : "no time is signed, so no delivery is stale",
    );
  });
});

test.each(unsignable.map((one) => [one.id, one] as const))("%s says why", async (id, provider) => {
  const reason = `${id} can't be signed: it publishes the keys that verify, and nobody else has those that sign`;
  await expect(signedDelivery(provider, { secret: "a secret" })).rejects.toThrow(reason);
  await expect(createSecret(provider)).rejects.toThrow(reason);
});

const stripe = (await providers["stripe"]?.()) as Provider;
const secret = "whsec_of_the_tests";
const bodyOf = async (options: Partial<SignedDeliveryOptions>, provider = stripe) => {
  const delivery = await signedDelivery(provider, {
    secret,
    now: () => 1_700_000_000_000,
    ...options,
  });
  return new TextDecoder().decode(delivery.body);
};

test("text and bytes are signed as they are", async () => {
  expect(await bodyOf({ payload: ' {"a" : 1}\n', type: "x" })).toBe(' {"a" : 1}\n');
  expect(await bodyOf({ payload: new TextEncoder().encode("bytes") })).toBe("bytes");
  expect(await bodyOf({ payload: [1, 2] })).toBe("[1,2]");
});

test("an object keeps what it has, unless another is asked for", async () => {
  const payload = { id: "evt_own", type: "own", data: { deep: true } };
  expect(JSON.parse(await bodyOf({ payload }))).toEqual(payload);
  expect(JSON.parse(await bodyOf({ payload, id: "evt_2", type: "two" }))).toEqual({
    ...payload,
    id: "evt_2",
    type: "two",
  });
  expect(payload.id).toBe("evt_own");
});

test("a name that would be the prototype's is a member like others", async () => {
  const odd = { ...stripe, eventType: { json: "__proto__.polluted" } };
  expect(await bodyOf({ type: "yes", id: "1" }, odd)).toBe(
    '{"id":"1","__proto__":{"polluted":"yes"}}',
  );
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("the list of a batch is written once, and its time beside it", async () => {
  const klaviyo = (await providers["klaviyo"]?.()) as Provider;
  const meta = { timestamp: "2023-11-14T22:13:20.000Z" };
  expect(JSON.parse(await bodyOf({ payload: { a: 1 }, type: "t" }, klaviyo))).toEqual({
    data: [{ a: 1, topic: "t" }],
    meta,
  });
  const payload = { data: [{ topic: "own" }] };
  expect(JSON.parse(await bodyOf({ payload }, klaviyo))).toEqual({ ...payload, meta });
});

test("a form that there is not is an error", async () => {
  await expect(bodyOf({ form: "none" })).rejects.toThrow(
    "stripe can't be signed: it has no such form",
  );
});

test("what is serialised again is the same JSON in other bytes", async () => {
  const again = (payload: string) => bodyOf({ payload, reserialized: true });
  expect(await again('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(await again('{ "a": "\\u00e9" }')).toBe('{"a":"é"}');
  expect(await again("1")).toBe("1\n");
});

test("what is tampered with is still of its kind", async () => {
  const other = (payload: string | Uint8Array) => bodyOf({ payload, tamper: true });
  expect(await other("{}")).toBe('{"tampered":true}');
  expect(await other(' {"a":1}')).toBe(' {"tampered":true,"a":1}');
  expect(await other("[1]")).toBe("[1\\");
  expect(await other("")).toBe(" ");
});
