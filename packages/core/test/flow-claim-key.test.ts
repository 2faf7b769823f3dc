import { createHash } from "node:crypto";
import type { Provider } from "@hooks/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  delivery,
  duplicate,
  endpoint,
  eventBody,
  plain,
  received,
  refusal,
} from "./sample-endpoint.ts";
import { bodyHmac, hmacHex, provider } from "./sample-providers.ts";
import { type SampleStore, sampleStore } from "./sample-store.ts";

const sha256 = (body: string) => createHash("sha256").update(body).digest("hex");

/** Takes its id from a header, so that the id can be anything, whatever the body. */
const withHeaderId = (id: string): Provider => ({
  ...provider({ signature: bodyHmac, deliveryId: { header: "x-id" } }),
  id,
});

interface KeyedEvent {
  readonly provider: string;
  readonly scope: string;
  readonly id: string;
  readonly claimBy: "id" | "body";
  readonly body: string;
}

async function keyOf(
  options: Parameters<typeof endpoint>[0],
  body: string,
  id?: string,
): Promise<string> {
  const store: SampleStore = sampleStore();
  const { receive } = endpoint({ ...options, store });
  const { status } = await receive(delivery(body, { headers: id ? { "x-id": id } : {} }));
  expect(status).toBe(200);
  expect(store.keys()).toHaveLength(1);
  return store.keys()[0] as string;
}

describe("a key", () => {
  test("is provider, scope and delivery id", async () => {
    expect(await keyOf({}, eventBody("evt_1"))).toBe("sample:default:evt_1");
    expect(await keyOf({ scope: "billing" }, eventBody("evt_1"))).toBe("sample:billing:evt_1");
  });

  test("is the body's digest where there is no id, or the receiver asks for it", async () => {
    const body = eventBody();
    expect(await keyOf({ claimBy: "body" }, body)).toBe(`sample:default+body:${sha256(body)}`);
    for (const idless of ["{}", '{"id":""}', '{"id":null}', '{"id":{}}']) {
      expect(await keyOf({}, idless)).toBe(`sample:default+body:${sha256(idless)}`);
    }
  });

  test("is short, whatever the id's length", async () => {
    for (const length of [1024, 1025, 2_000_000]) {
      const body = eventBody("x".repeat(length));
      expect((await keyOf({}, body)).length).toBeLessThan(1100);
      const other = eventBody(`${"x".repeat(length - 1)}y`);
      expect(await keyOf({}, other)).not.toBe(await keyOf({}, body));
    }
  });

  test("tells scopes apart that hold separators", async () => {
    const body = eventBody("c:evt_1");
    const keys = await Promise.all([
      keyOf({ scope: "b" }, body),
      keyOf({ scope: "b:c" }, eventBody("evt_1")),
      keyOf({ scope: "b%3Ac" }, eventBody("evt_1")),
      keyOf({ scope: "b+body" }, eventBody(sha256(body))),
      keyOf({ scope: "b", claimBy: "body" }, body),
      keyOf({ scope: "" }, body),
      keyOf({ scope: "é\u{1F600} /?#" }, body),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("is one for one event: no two of (provider, scope, id or body) share it", async () => {
    const piece = fc.constantFrom("a", "b", ":", "+", "%", "%3A", "body", "default", "+body:", "é");
    const text = fc.oneof(
      fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")),
      fc.string({ unit: "grapheme", maxLength: 6 }),
      fc.constant(sha256("{}")),
    );
    const event = fc.record({
      provider: fc.constantFrom("a", "b", "a-b", "a-a", "default"),
      scope: text,
      // What a header can hold, and no blank around it.
      id: text.filter((id) => /^[!-~\u00a0-\u00ff]*$/.test(id)),
      claimBy: fc.constantFrom("id" as const, "body" as const),
      body: fc.constantFrom("{}", "[]", '"a"'),
    });
    const keyOfEvent = ({ provider: name, scope, id, claimBy, body }: KeyedEvent) =>
      keyOf({ provider: withHeaderId(name), scope, claimBy }, body, id);
    const identityOf = ({ provider: name, scope, id, claimBy, body }: KeyedEvent) =>
      JSON.stringify([name, scope, ...(claimBy === "id" && id ? ["id", id] : ["body", body])]);
    await fc.assert(
      fc.asyncProperty(event, event, async (one, other) => {
        const areSame = identityOf(one) === identityOf(other);
        expect((await keyOfEvent(one)) === (await keyOfEvent(other))).toBe(areSame);
      }),
      { numRuns: 500 },
    );
  });
});

describe("endpoints that share a store", () => {
  const body = eventBody();

  test("see each other's deliveries under one scope, and not under two", async () => {
    const store = sampleStore();
    const at = (scope?: string, name = "sample") =>
      endpoint({ store, scope, provider: { ...plain, id: name } as Provider }).receive(
        delivery(body),
      );
    expect(await at()).toEqual(received());
    expect(await at("default")).toEqual(received("evt_1", duplicate));
    expect(await at("other")).toEqual(received());
    expect(await at("default", "another")).toEqual(received());
  });

  test("one endpoint of many tenants tells them apart by a scope that is a function", async () => {
    const secrets: Record<string, string> = { acme: "a secret of acme", beta: "a secret of beta" };
    const tenantOf = ({ url }: { readonly url: string }): string => url.split("/").at(-1) ?? "";
    const store = sampleStore();
    const { receive, events } = endpoint({
      store,
      secret: (one) => secrets[tenantOf(one)],
      scope: tenantOf,
    });
    const of = (tenant: string) => ({
      ...delivery(body),
      url: `https://example.com/hooks/${tenant}`,
      headers: { "x-signature": hmacHex(secrets[tenant] ?? "", body) },
    });
    expect(await receive(of("acme"))).toEqual(received());
    expect(await receive(of("beta"))).toEqual(received());
    expect(await receive(of("acme"))).toEqual(received("evt_1", duplicate));
    expect(events).toHaveLength(2);
    expect(store.keys()).toEqual(["sample:acme:evt_1", "sample:beta:evt_1"]);
  });

  test.each([undefined, null, 5, "\uD800"])(
    "a scope function that gives %j fails closed",
    async (given) => {
      const { receive, events } = endpoint({ store: sampleStore(), scope: () => given as string });
      expect(await receive(delivery(body))).toEqual(refusal(500, "option_invalid"));
      expect(events).toEqual([]);
    },
  );

  test("claimBy body: another id for the same bytes is a duplicate, other bytes are not", async () => {
    const store = sampleStore();
    const options = { store, provider: withHeaderId("sample") };
    const byBody = endpoint({ ...options, claimBy: "body" });
    const withId = (bytes: string, id: string) => delivery(bytes, { headers: { "x-id": id } });
    expect(await byBody.receive(withId("{}", "1"))).toEqual(received("1"));
    expect(await byBody.receive(withId("{}", "2"))).toEqual(received("2", duplicate));
    expect(await byBody.receive(withId("[]", "1"))).toEqual(received("1"));
    const byId = endpoint({ ...options, scope: "by id" });
    expect(await byId.receive(withId("{}", "1"))).toEqual(received("1"));
    expect(await byId.receive(withId("{}", "2"))).toEqual(received("2"));
  });

  test("an overlong id is a duplicate by its body", async () => {
    const store = sampleStore();
    const { receive, events } = endpoint({ store });
    const long = delivery(eventBody("x".repeat(5000)));
    await receive(long);
    expect(await receive(long)).toMatchObject({ headers: duplicate });
    expect(events).toHaveLength(1);
  });
});
