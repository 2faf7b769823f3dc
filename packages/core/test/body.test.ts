import { createHmac } from "node:crypto";
import { type Provider, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, now, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const which: Provider = provider({
  signature: bodyHmac,
  deliveryId: { json: "id" },
  eventType: [{ json: "event.type" }, { json: "type" }],
});

const signed = (body: string | Uint8Array): ReturnType<typeof post> =>
  post({ "x-signature": createHmac("sha256", secret).update(body).digest("hex") }, body);

const eventOf = async (body: string | Uint8Array): Promise<{ id: unknown; type: unknown }> => {
  const { id, type } = await verify(which, signed(body), { secret, now });
  return { id, type };
};

describe("bytes are verified as they are", () => {
  test.each<[string, string | Uint8Array]>([
    ["empty", ""],
    ["not JSON", "a=1&b=2"],
    ["cut off", '{"id":"evt_1"'],
    ["not UTF-8", Uint8Array.of(0xff, 0xfe, 0x80, 0x00)],
    ["UTF-8 that is cut off", Uint8Array.of(0xe2, 0x99)],
    ["NUL", "\0"],
    ["a lone surrogate, escaped", '{"id":"\\ud800"}'],
    ["a number", "1"],
    ["null", "null"],
    ["text", '"id"'],
    ["a list", '["id"]'],
    ["megabytes", new Uint8Array(3_000_000).fill(0x20)],
    ["deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["deep objects", `${'{"id":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["deep and cut off", "[".repeat(100_000)],
  ])("%s", async (_, body) => {
    const { id } = await eventOf(body);
    expect(id === undefined || id === "\ud800").toBe(true);
  });

  test("an ArrayBuffer and a view into a larger buffer are bytes too", async () => {
    const bytes = new TextEncoder().encode('{"id":"evt_1"}');
    const buffer = new ArrayBuffer(bytes.length + 8);
    new Uint8Array(buffer, 4, bytes.length).set(bytes);
    const { headers } = signed(bytes);
    const view = new Uint8Array(buffer, 4, bytes.length);
    for (const body of [bytes, bytes.buffer as ArrayBuffer, view, Buffer.from(bytes)]) {
      expect(await verdictOf(which, { ...post(headers, ""), body }, { secret, now })).toBe(
        "accepted",
      );
    }
  });

  test.each([{ id: "evt_1" }, [], null, undefined, 5, true])(
    "%j was parsed and can't be verified",
    async (body) => {
      const delivery = { ...signed("{}"), body: body as never };
      expect(await verdictOf(which, delivery, { secret, now })).toBe("body_unavailable");
    },
  );
});

describe("an id or a type is taken from what was signed only where it is one", () => {
  test.each([
    ['{"id":"evt_1","type":"a.b"}', "evt_1", "a.b"],
    ['\uFEFF{"id":"evt_1"}', "evt_1", undefined],
    ['{"id":42}', "42", undefined],
    ['{"id":9007199254740991}', "9007199254740991", undefined],
    ['{"id":9007199254740992}', undefined, undefined],
    ['{"id":9007199254740993}', undefined, undefined],
    ['{"id":1e300}', undefined, undefined],
    ['{"id":1.5}', undefined, undefined],
    ['{"id":""}', undefined, undefined],
    ['{"id":null}', undefined, undefined],
    ['{"id":true}', undefined, undefined],
    ['{"id":{"a":1}}', undefined, undefined],
    ['{"id":["evt_1"]}', undefined, undefined],
    ['{"id":"evt_1","id":"evt_2"}', "evt_2", undefined],
    ['{"__proto__":{"id":"evt_1","type":"a.b"}}', undefined, undefined],
    ['{"constructor":{"prototype":{"id":"evt_1"}}}', undefined, undefined],
    ['{"event":{"type":"inner"},"type":"outer"}', undefined, "inner"],
    ['{"event":"text","type":"outer"}', undefined, "outer"],
    ['{"event":null,"type":"outer"}', undefined, "outer"],
  ])("%s", async (body, id, type) => {
    expect(await eventOf(body)).toEqual({ id, type });
    expect(({} as Record<string, unknown>)["id"]).toBeUndefined();
  });

  test("is not taken from JSON that is not UTF-8", async () => {
    const bytes = [...new TextEncoder().encode('{"id":"'), 0xff, ...new TextEncoder().encode('"}')];
    expect(await eventOf(Uint8Array.from(bytes))).toEqual({ id: undefined, type: undefined });
  });

  test("a path reaches no prototype", async () => {
    for (const json of [
      "__proto__.name",
      "constructor.name",
      "toString.name",
      "id.constructor.name",
    ]) {
      const reaching = provider({ signature: bodyHmac, deliveryId: { json } });
      const { id } = await verify(reaching, signed('{"id":"evt_1"}'), { secret, now });
      expect(id).toBeUndefined();
    }
  });

  test("form fields, and JSON that a form field holds", async () => {
    const form = provider({
      signature: bodyHmac,
      deliveryId: { form: "payload", json: "id" },
      eventType: [{ form: "payload", json: "type" }, { form: "command" }],
    });
    const read = async (body: string): Promise<unknown[]> => {
      const { id, type } = await verify(form, signed(body), { secret, now });
      return [id, type];
    };
    expect(await read("payload=%7B%22id%22%3A%22evt_1%22%2C%22type%22%3A%22click%22%7D")).toEqual([
      "evt_1",
      "click",
    ]);
    expect(await read("command=%2Fgo&text=")).toEqual([undefined, "/go"]);
    expect(await read("payload=%7B&command=")).toEqual([undefined, undefined]);
    expect(await read("")).toEqual([undefined, undefined]);
  });

  test("query parameters", async () => {
    const query = provider({ signature: bodyHmac, deliveryId: { query: "id" } });
    const idOf = async (url: string): Promise<unknown> =>
      (await verify(query, { ...signed("{}"), url }, { secret, now })).id;
    expect(await idOf("https://example.com/?a=1&id=evt%201")).toBe("evt 1");
    expect(await idOf("/webhooks?id=evt_1")).toBe("evt_1");
    expect(await idOf("/webhooks")).toBeUndefined();
    expect(await idOf("/webhooks?id=")).toBeUndefined();
  });
});
