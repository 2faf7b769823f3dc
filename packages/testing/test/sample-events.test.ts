import { readdirSync } from "node:fs";
import { createReceiver, verify } from "@hooks/core";
import { providers } from "@hooks/providers/all";
import { memoryStore } from "@hooks/store-memory";
import { createSecret, deliver, sampleEvents, signedDelivery } from "@hooks/testing";
import { expect, test } from "vitest";

const ids = readdirSync(new URL("../src/samples", import.meta.url)).map((file) =>
  file.replace(/\.\w+$/, ""),
);

const load = async (id: string) => {
  const provider = await providers[id]?.();
  if (provider === undefined) throw new Error(`there is no preset ${id}`);
  return provider;
};

/** What stands at a path; what a first handler reads has to be there. */
function at(body: unknown, path: string): unknown {
  let held = body;
  for (const name of path.split(".")) held = (held as Record<string, unknown>)?.[name];
  return held;
}

test("there are samples of the providers that are most used", () => {
  expect(ids.length).toBeGreaterThanOrEqual(20);
});

test.each(ids)("the samples of %s are what its preset takes for that type", async (id) => {
  const provider = await load(id);
  const samples = await sampleEvents(provider);
  const { signing: secret, verifying } = await createSecret(provider);
  expect(Object.keys(samples).length).toBeGreaterThan(0);
  for (const [type, { body, reads }] of Object.entries(samples)) {
    const asked = type === "*" ? "a.type.of.our.own" : type;
    const url = "http://localhost/webhooks";
    const delivery = await signedDelivery(provider, { secret, type: asked, url });
    const verified = await verify(provider, delivery, {
      secret: verifying,
      url,
      keys: delivery.keys,
    });
    // A batch has no type; its events have.
    if (provider.batch === undefined) expect(verified.type).toBe(provider.eventType && asked);
    expect(JSON.stringify(body).length).toBeGreaterThan(60);
    // Of a text nothing is read by a path.
    const { payload } = provider;
    const isText = payload !== undefined && "claim" in payload && payload.claim !== "";
    expect(reads.length > 0).toBe(!isText);
    for (const path of reads) expect([path, typeof at(body, path)]).not.toContain("undefined");
    // The sample's own words are in it, in JSON or in a form.
    const whole = new TextDecoder().decode(delivery.body);
    const [, claims] = whole.match(/^[\w-]+\.([\w-]+)\.[\w-]+$/) ?? [];
    const text = claims === undefined ? whole : Buffer.from(claims, "base64url").toString();
    const isForm = delivery.headers["content-type"]?.includes("form");
    const fields = Object.fromEntries(new URLSearchParams(text));
    // A field of the form may hold it all.
    const { sets } = provider;
    const whereIn = sets && "form" in sets ? fields[sets.form] : undefined;
    const isJson = whereIn?.startsWith("{");
    const sent = isForm && !isJson ? fields : JSON.parse(isJson ? (whereIn ?? "") : text);
    const path = provider.batch && "json" in provider.batch.at ? provider.batch.at.json : "";
    const held = path ? at(sent, path) : sent;
    const one = Array.isArray(held) ? held[0] : sent;
    expect(Object.keys(one)).toEqual(expect.arrayContaining(Object.keys(body)));
  }
});

test("each has an id of its own, like the sample's; a payload is taken instead", async () => {
  const stripe = await load("stripe");
  const options = { secret: "whsec_of_the_tests", type: "payment_intent.succeeded" };
  const [one, two] = await Promise.all([1, 2].map(() => signedDelivery(stripe, options)));
  const idOf = (delivery = one) => JSON.parse(new TextDecoder().decode(delivery?.body)).id;
  expect(idOf(one)).toMatch(/^evt_\w{16,}$/);
  expect(idOf(one)).not.toBe(idOf(two));
  const own = await signedDelivery(stripe, { ...options, payload: { a: 1 } });
  expect(JSON.parse(new TextDecoder().decode(own.body))).toEqual({
    a: 1,
    id: expect.stringMatching(/^msg_/),
    type: "payment_intent.succeeded",
  });
});

test("a type that stands within a text is written there, whatever it is, and read again", async () => {
  const braintree = await load("braintree");
  const { signing: secret } = await createSecret(braintree);
  const events: unknown[] = [];
  const receiver = createReceiver({
    provider: braintree,
    secret,
    on: { "*": ({ type, payload }) => events.push([type, payload]) },
  });
  const types = ["dispute_opened", "a_type_of_our_own", undefined];
  for (const type of types) {
    const delivery = await signedDelivery(braintree, { secret, type });
    expect((await deliver(receiver, delivery)).status).toBe(200);
  }
  const xml = (subject: string) =>
    expect.stringMatching(new RegExp(`^<\\?xml .*<${subject}>`, "s"));
  expect(events).toEqual([
    ["dispute_opened", xml("dispute")],
    ["a_type_of_our_own", xml("subscription")],
    ["subscription_canceled", xml("subscription")],
  ]);
  await expect(signedDelivery(braintree, { secret, type: "a.b" })).rejects.toThrow(
    "a type of braintree's is made of letters, digits and _",
  );
});

test("a function makes the payload of a copy of the sample", async () => {
  const stripe = await load("stripe");
  const secret = "whsec_of_the_tests";
  const payload = (sample: { data?: { object: { amount_received: number } } }) => {
    if (sample.data) sample.data.object.amount_received = 1;
    return sample;
  };
  const bodies = [];
  for (const own of [payload, undefined]) {
    const { body } = await signedDelivery(stripe, { secret, payload: own });
    bodies.push(JSON.parse(new TextDecoder().decode(body)));
  }
  expect(bodies.map(({ data }) => data.object.amount_received)).toEqual([1, 4200]);
  expect(bodies[0].id).not.toBe(bodies[1].id);
  // A provider without samples gives an empty one.
  const orb = await load("orb");
  const made = await signedDelivery(orb, {
    secret: "abc",
    payload: (one: object) => ({ ...one, a: 1 }),
  });
  expect(JSON.parse(new TextDecoder().decode(made.body))).toMatchObject({ a: 1 });
});

test("without a type it is the first sample; without samples, the facts alone", async () => {
  const clerk = await load("clerk");
  const { signing: secret } = await createSecret(clerk);
  const first = await signedDelivery(clerk, { secret });
  expect(JSON.parse(new TextDecoder().decode(first.body)).type).toBe("user.created");
  expect(await sampleEvents({ id: "constructor" })).toEqual({});
});

test.each([
  ...["stripe", "github", "linear", "twilio", "svix", "gitlab"],
  ...["amazon-sns", "google-pubsub", "kinde", "neon", "paypal"],
])("a duplicate of %s is signed anew, and known by a receiver", async (id) => {
  const provider = await load(id);
  const { signing: secret, verifying } = await createSecret(provider);
  const url = "http://localhost/webhooks";
  const first = await signedDelivery(provider, {
    secret,
    url,
    headers: provider.id === "twilio" ? { "i-twilio-idempotency-token": "one" } : {},
  });
  const receiver = createReceiver({
    provider,
    secret: verifying,
    keys: first.keys,
    url,
    store: memoryStore(),
    on: {},
  });
  const again = await signedDelivery(provider, {
    secret,
    url,
    duplicate: first,
    now: () => Date.now() + 2000,
  });
  expect(again.body).toEqual(first.body);
  const answers = [];
  for (const delivery of [first, again]) answers.push(await deliver(receiver, delivery));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers.map(({ headers }) => headers["webhook-duplicate"])).toEqual([undefined, "true"]);
  const other = await signedDelivery(provider, { secret, url, id: "x1", keys: first.keys });
  const next = await deliver(receiver, other);
  expect(next.headers["webhook-duplicate"]).toBeUndefined();
});
