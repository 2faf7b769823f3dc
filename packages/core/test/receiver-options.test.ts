import { createReceiver, isWebhookError, type Provider, type WebhookError } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import {
  delivery,
  endpoint,
  eventBody,
  plain,
  received,
  refusal,
  secret,
} from "./sample-endpoint.ts";
import {
  bodyHmac,
  hmacHex,
  now,
  nowMs,
  provider,
  timed,
  timedDelivery,
} from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const on = { "*": () => undefined };
const urlSigned: Provider = provider({ signature: { ...bodyHmac, content: "{url}{body}" } });
const twoForms: Provider = {
  id: "two-forms",
  name: "Two forms",
  docs: "https://example.com/docs",
  forms: {
    now: { signature: bodyHmac },
    before: { signature: { ...bodyHmac, field: { header: "x-old-signature" } } },
  },
};

/** What creation throws. */
function thrownBy(options: object): WebhookError | undefined {
  try {
    createReceiver({ provider: plain, secret, on, ...options } as never);
    return undefined;
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    return error;
  }
}

const inRange = [Number.NaN, -1, 0, -0, Number.POSITIVE_INFINITY, 2 ** 53, "5000", {}, [5], true];

describe("a wrong option throws at creation", () => {
  test.each<[string, object]>([
    ["no provider", { provider: undefined }],
    ["a provider that is null", { provider: null }],
    ["no provider, with a secret function", { provider: undefined, secret: () => secret }],
    ["no handlers", { on: undefined }],
    ["handlers that are null", { on: null }],
    ["handlers that are a function", { on: () => undefined }],
    ["handlers in text", { on: "paid" }],
    ["a handler that is text", { on: { paid: "handler" } }],
    ["a handler that is null", { on: { paid: null } }],
    ["a handler that is undefined", { on: { paid: undefined } }],
    ["a handler for the rest that is none", { on: { paid: () => 1, "*": {} } }],
    ["tolerance -1", { tolerance: -1 }],
    ["tolerance NaN", { tolerance: Number.NaN }],
    ["tolerance in text", { tolerance: "a minute" }],
    ["an unknown form", { provider: twoForms, form: "later" }],
    ["an inherited form", { provider: twoForms, form: "constructor" }],
    ["a form of a provider that has but one", { form: "now" }],
    [
      "an unknown form, with a secret function",
      { provider: twoForms, form: "later", secret: () => secret },
    ],
    ["no url where it is signed", { provider: urlSigned }],
    [
      "no url where it is signed, with a secret function",
      { provider: urlSigned, secret: () => secret },
    ],
    ["a scope with half a character", { scope: "\uD800" }],
    ["a scope that is no text", { scope: 5 as never }],
  ])("%s", (_, options) => {
    expect(thrownBy(options)).toMatchObject({ code: "option_invalid", status: 500 });
  });

  // A compiler refuses these; whoever has none should not hear of it from the first delivery.
  test.each<[string, object]>([
    ["a store without verbs", { store: {} }],
    ["a store in text", { store: "redis://localhost" }],
    ["a store that is a promise of one", { store: Promise.resolve(sampleStore()) }],
    ["onOutcome in text", { onOutcome: "log" }],
    ["now as a number", { now: nowMs }],
    ["a schema that is none", { schema: 5 }],
    ["claimBy signature", { claimBy: "signature" }],
  ])("%s", (_, options) => {
    expect(thrownBy(options)).toMatchObject({ code: "option_invalid" });
  });

  test.each(["timeoutMs", "storeTimeoutMs", "maxBodyBytes", "completedTtlMs"])(
    "%s that is no positive number in range",
    (name) => {
      for (const value of inRange) {
        const error = thrownBy({ [name]: value });
        expect(error, String(value)).toMatchObject({ code: "option_invalid" });
        expect(error?.message).toContain(name);
      }
    },
  );

  test.each([
    ["undefined", undefined, /undefined.*environment/],
    ["null", null, /undefined.*environment/],
    ["empty", "", /empty/],
    ["blank", "  ", /blank/],
    ["padded", `${secret}\n`, /line break/],
    ["a bare prefix", "whsec_", /prefix/],
    ["an empty list", [], /no secret/],
    ["a list with a gap", [secret, undefined], /"1".*undefined/],
    ["a record with a gap", { live: secret, test: "" }, /"test".*empty/],
  ])("a secret that is %s, with its likely cause", (_, wrong, cause) => {
    const error = thrownBy({ secret: wrong });
    expect(error).toMatchObject({ code: "secret_invalid" });
    expect(error?.message).toMatch(cause);
    expect(error?.message).not.toContain(secret);
  });

  test("no options at all", () => {
    for (const options of [undefined, null, {}]) {
      expect(() => createReceiver(options as never)).toThrow();
    }
  });
});

describe("an option at the edge of what is right is taken", () => {
  test.each<[string, object]>([
    ["no handlers in an object", { on: {} }],
    ["tolerance 0", { tolerance: 0 }],
    ["tolerance Infinity", { tolerance: Number.POSITIVE_INFINITY }],
    ["timeoutMs 1", { timeoutMs: 1 }],
    ["timeoutMs of 24 days", { timeoutMs: 2 ** 31 - 1 }],
    ["completedTtlMs of a year", { completedTtlMs: 365 * 86_400_000 }],
    ["maxBodyBytes of 1 GiB", { maxBodyBytes: 2 ** 30 }],
    ["a known form", { provider: twoForms, form: "before" }],
    ["url where it is signed", { provider: urlSigned, url: "https://example.com/" }],
    ["a scope of any characters", { scope: "a:b+c é\u{1F600}" }],
    [
      "every option undefined",
      Object.fromEntries(
        ["store", "scope", "claimBy", "tolerance", "maxBodyBytes", "timeoutMs", "storeTimeoutMs"]
          .concat("completedTtlMs", "url", "form", "onOutcome", "now", "schema")
          .map((name) => [name, undefined]),
      ),
    ],
  ])("%s", (_, options) => {
    expect(thrownBy(options)).toBeUndefined();
  });
});

describe("an option does what it says", () => {
  test("tolerance, either way", async () => {
    const { receive } = endpoint({ provider: timed, now, tolerance: 10 });
    const at = async (s: number) =>
      (await receive(timedDelivery(secret, "{}", String(nowMs / 1000 + s)))).body;
    expect(await at(10)).toBe(received(null).body);
    expect(await at(-10)).toBe(received(null).body);
    expect(await at(11)).toBe(refusal(401, "timestamp_in_future").body);
    expect(await at(-11)).toBe(refusal(401, "timestamp_too_old").body);
  });

  test("url is what counts, not the request's own or what a proxy says of it", async () => {
    const url = "https://public.example.com/webhooks";
    const { receive } = endpoint({ provider: urlSigned, url });
    const signedFor = (signed: string) =>
      delivery("{}", {
        url: "http://10.0.0.1/webhooks",
        headers: {
          "x-signature": hmacHex(secret, `${signed}{}`),
          "x-forwarded-host": "evil.example.com",
          "x-forwarded-proto": "https",
          host: "evil.example.com",
        },
      });
    expect(await receive(signedFor(url))).toEqual(received(null));
    for (const other of ["http://10.0.0.1/webhooks", "https://evil.example.com/webhooks"]) {
      expect(await receive(signedFor(other))).toEqual(refusal(401, "signature_mismatch"));
    }
  });

  test("form pins the only one to be accepted; the outcome tells which it was", async () => {
    const old = {
      method: "POST",
      url: "/",
      body: "{}",
      headers: { "x-old-signature": hmacHex(secret, "{}") },
    };
    const both = endpoint({ provider: twoForms });
    expect(await both.receive(old)).toEqual(received(null));
    expect(both.outcomes).toMatchObject([{ form: "before" }]);
    const pinned = endpoint({ provider: twoForms, form: "now" });
    expect(await pinned.receive(old)).toEqual(refusal(401, "signature_missing"));
    expect(await pinned.receive(delivery("{}"))).toEqual(received(null));
    expect(pinned.outcomes[1]).toMatchObject({ form: "now" });
  });
});

describe("what changes afterwards changes nothing:", () => {
  test("the options, the handlers, the list of secrets", async () => {
    const handler = vi.fn();
    const secrets = [secret];
    const handlers: Record<string, unknown> = { paid: handler };
    const onOutcome = vi.fn();
    const options: Record<string, unknown> = {
      provider: plain,
      secret: secrets,
      on: handlers,
      onOutcome,
      store: sampleStore(),
    };
    const { receive } = createReceiver(options as never);

    secrets[0] = "another";
    handlers["paid"] = () => Promise.reject(new Error("replaced"));
    handlers["*"] = () => Promise.reject(new Error("added"));
    for (const name of Object.keys(options)) options[name] = undefined;
    Object.assign(options, { maxBodyBytes: 1, timeoutMs: 1, scope: "other", tolerance: -1 });

    expect(await receive(delivery(eventBody()))).toEqual(received());
    expect(handler).toHaveBeenCalledTimes(1);
    expect(await receive(delivery(eventBody("evt_2", "other")))).toEqual(received("evt_2"));
    expect(onOutcome.mock.calls.map(([{ kind }]) => kind)).toEqual(["processed", "ignored"]);
  });

  test("the schemas by type", async () => {
    const handler = vi.fn();
    const validate = (value: unknown) => ({ value: [value] });
    const schema: Record<string, unknown> = {
      paid: { "~standard": { version: 1, vendor: "sample", validate } },
    };
    const { receive } = endpoint({ schema, on: { paid: handler } } as never);
    delete schema["paid"];
    await receive(delivery(eventBody()));
    expect(handler.mock.calls[0]?.[0].payload).toEqual([JSON.parse(eventBody())]);
  });
});

test("options that are frozen, or have no prototype, are taken", async () => {
  const options = Object.freeze(
    Object.assign(Object.create(null), { provider: plain, secret, on }),
  );
  expect(await createReceiver(options).receive(delivery(eventBody()))).toEqual(received());
});

test("a receiver's functions work without it", async () => {
  const { fetch, receive } = createReceiver({ provider: plain, secret, on });
  expect(await receive(delivery(eventBody()))).toEqual(received());
  const { headers } = delivery(eventBody());
  const request = new Request("https://example.com/", {
    method: "POST",
    headers: headers as Record<string, string>,
    body: eventBody(),
  });
  expect((await fetch(request)).status).toBe(200);
});

test("two receivers know nothing of each other", async () => {
  const one = endpoint({ store: sampleStore() });
  const other = endpoint({ store: sampleStore(), secret: "another" });
  expect(await one.receive(delivery(eventBody()))).toEqual(received());
  expect(await other.receive(delivery(eventBody()))).toEqual(refusal(401, "signature_mismatch"));
  expect(await one.receive(delivery(eventBody()))).toMatchObject({
    headers: { "webhook-duplicate": "true" },
  });
});
