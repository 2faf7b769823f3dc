import { type ContentSource, isWebhookError, type Provider, verify } from "@hooks/core";
import { providers } from "@hooks/providers/all";
import {
  createSecret,
  type DeliveryBreaks,
  type SignedDeliveryOptions,
  signedDelivery,
} from "@hooks/testing";
import { expect, test } from "vitest";

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
  const odd = { ...stripe, id: "odd", eventType: { json: "__proto__.polluted" } };
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

test("what is tampered with is signed, wherever that is in the body", async () => {
  const adyen = (await providers["adyen"]?.()) as Provider;
  const { signing } = await createSecret(adyen);
  const itemOf = async (options: Partial<SignedDeliveryOptions>) =>
    JSON.parse(await bodyOf({ secret: signing, tamper: true, ...options }, adyen))
      .notificationItems[0].NotificationRequestItem;
  expect(await itemOf({ type: "CAPTURE" })).toMatchObject({ eventCode: "tampered" });
  // Without a type, there is one afterwards.
  expect(await itemOf({})).toMatchObject({ eventCode: "tampered" });
});

test("a body of which nothing is signed is no other when it is tampered with", async () => {
  const { signature, id, name, docs } = stripe;
  const none = { id, name, docs, signature, fields: { none: () => "" } } as Provider;
  const odd = { ...none, signature: { ...signature, content: "{none}" } } as Provider;
  await expect(bodyOf({ tamper: true, payload: { a: [1, true, null] } }, odd)).rejects.toThrow(
    "stripe: nothing of this body is signed, so another one is accepted",
  );
});

test("what is tampered with can still be signed", async () => {
  const made = ({ json }: ContentSource) => {
    const held = json() as { a?: unknown } | undefined;
    return held && JSON.stringify(held.a);
  };
  const odd = {
    ...stripe,
    fields: { made },
    signature: { ...stripe.signature, content: "{made}" },
  };
  expect(await bodyOf({ tamper: true, payload: '{"a":[1]}' }, odd as Provider)).toBe('{"a":[2]}');
});

test("says which header is lacking, where a preset makes of it what is signed", async () => {
  const contentful = (await providers["contentful"]?.()) as Provider;
  // Of another there are no samples, which have it.
  await expect(bodyOf({}, { ...contentful, id: "other" })).rejects.toThrow(
    "other: what is signed can't be made of body and headers, which lack the header x-contentful-signed-headers",
  );
});

test("says that a body can't be signed of which the preset makes nothing", async () => {
  const sms = (await providers["vonage-sms"]?.()) as Provider;
  const payload = { deep: { down: 1 } };
  await expect(bodyOf({ form: "json", payload }, sms)).rejects.toThrow(
    /^vonage-sms: what is signed can't be made of body and headers$/,
  );
});

test("the form that is asked for says what kind of body is sent", async () => {
  const mailgun = (await providers["mailgun"]?.()) as Provider;
  const facts = { id: "token", type: "opened" };
  const form = Object.fromEntries(
    new URLSearchParams(await bodyOf({ ...facts, form: "form" }, mailgun)),
  );
  expect(form).toEqual({
    token: "token",
    event: "opened",
    timestamp: "1700000000",
    signature: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(JSON.parse(await bodyOf({ ...facts, form: "json" }, mailgun))).toMatchObject({
    signature: { token: "token", timestamp: 1_700_000_000 },
    "event-data": { event: "opened" },
  });
});

test("a hash of the body that the URL carries makes every body another", async () => {
  const twilio = (await providers["twilio"]?.()) as Provider;
  const payload = '{"a":1}';
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(payload));
  const hex = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0"));
  const hashed = { secret, payload, url: `https://example.com/?bodySHA256=${hex.join("")}` };
  const codeOf = async (breaks: DeliveryBreaks) =>
    verify(twilio, await signedDelivery(twilio, { ...hashed, ...breaks }), { secret }).then(
      () => "accepted",
      (error: unknown) => (isWebhookError(error) ? error.code : error),
    );
  expect(await codeOf({})).toBe("accepted");
  expect(await codeOf({ tamper: true })).toBe("signature_mismatch");
  expect(await codeOf({ reserialized: true })).toBe("signature_mismatch");
});

test("a time that is no number is written as text", async () => {
  const odd = { ...stripe, id: "odd", timestamp: { json: "at", unit: "isoZ" } } as Provider;
  expect(await bodyOf({ id: "1" }, odd)).toBe('{"id":"1","at":"2023-11-14T22:13:20.000"}');
});
