import type { Incoming, WebhookEvent } from "@hooks/core";
import { afterEach, describe, expect, test } from "vitest";
import { delivery, endpoint, refusal } from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const formType = "application/x-www-form-urlencoded";

/** The event that a delivery becomes. */
async function eventOf(incoming: Incoming): Promise<WebhookEvent> {
  const { receive, events } = endpoint();
  expect(await receive(incoming)).toMatchObject({ status: 200 });
  expect(events).toHaveLength(1);
  return events[0] as WebhookEvent;
}

const form = (body: string, contentType = formType): Incoming => {
  const { headers, ...rest } = delivery(body);
  return {
    ...rest,
    headers: { ...(headers as Record<string, string>), "Content-Type": contentType },
  };
};

afterEach(() => {
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

describe("JSON", () => {
  test.each(["null", "5", "-0.5", "true", '"text"', "[]", "{}", " \n[1] "])(
    "%s is a payload, without id and type",
    async (body) => {
      const event = await eventOf(delivery(body));
      expect(event.payload).toEqual(JSON.parse(body));
      expect(event).toMatchObject({ id: undefined, type: undefined });
    },
  );

  test.each([
    '{"__proto__":{"polluted":true,"id":"evt_1","type":"paid"}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
  ])("%s changes no prototype, and has no id or type by way of one", async (body) => {
    const event = await eventOf(delivery(body));
    expect(JSON.stringify(event.payload)).toBe(body);
    expect(event).toMatchObject({ id: undefined, type: undefined });
  });

  test.each([
    [1, "1"],
    [Number.MAX_SAFE_INTEGER, String(Number.MAX_SAFE_INTEGER)],
    ["", undefined],
    [Number.MAX_SAFE_INTEGER + 1, undefined],
    [1.5, undefined],
    [true, undefined],
    [null, undefined],
    [["evt_1"], undefined],
    [{ id: "evt_1" }, undefined],
  ])("an id of %j is %j", async (id, expected) => {
    expect((await eventOf(delivery(JSON.stringify({ id })))).id).toBe(expected);
  });

  test("a byte order mark stays with the bytes, and out of the payload", async () => {
    const event = await eventOf(delivery('\uFEFF{"id":"evt_1"}'));
    expect(event).toMatchObject({ id: "evt_1", payload: { id: "evt_1" } });
    expect([...event.delivery.body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test.each(["$&", "$$", "$`", "{body}", "{timestamp}", "\\u0000", "é\u{1F600}"])(
    "%s in a body is text like any other",
    async (text) => {
      expect((await eventOf(delivery(`{"id":"evt_1","text":"${text}"}`))).id).toBe("evt_1");
    },
  );

  test("nested a hundred thousand deep is answered, one way or the other", async () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"id":', "}"],
    ] as const) {
      const body = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
      const { receive } = endpoint();
      expect([200, 400]).toContain((await receive(delivery(body))).status);
      expect((await receive(delivery(open.repeat(100_000)))).status).toBe(400);
    }
  });
});

describe("what is signed and no payload is refused, and its claim freed", () => {
  test.each<[string, string | Uint8Array]>([
    ["nothing", ""],
    ["a blank", " "],
    ["a byte order mark", "\uFEFF"],
    ["NUL", "\0"],
    ["text", "hello"],
    ["half of it", '{"id":"evt_1"'],
    ["more behind it", '{"id":"evt_1"} x'],
    ["single quotes", "{'id':'evt_1'}"],
    ["NaN", "NaN"],
    ["undefined", "undefined"],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
    ["a string that is not UTF-8", Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
    ["UTF-16", new Uint8Array(Buffer.from('{"id":"evt_1"}', "utf16le"))],
  ])("%s", async (_, body) => {
    const store = sampleStore();
    const { receive, outcomes, events } = endpoint({ store });
    expect(await receive(delivery(body))).toEqual(refusal(400, "payload_malformed"));
    expect(outcomes).toMatchObject([{ kind: "refused", status: 400, code: "payload_malformed" }]);
    expect(outcomes[0]).toMatchObject({ secretLabel: 0, id: undefined });
    expect(events).toEqual([]);
    expect(store.verbs()).toEqual(["claim", "release"]);
    expect(store.keys()).toEqual([]);
  });

  test("also where no handler would take it", async () => {
    const { receive } = endpoint({ on: {} });
    expect(await receive(delivery("hello"))).toEqual(refusal(400, "payload_malformed"));
  });
});

describe("a form", () => {
  test("whose payload field holds JSON is that JSON", async () => {
    const payload = { type: "block_actions", text: "a&b=c +%", list: [1] };
    const event = await eventOf(form(`payload=${encodeURIComponent(JSON.stringify(payload))}`));
    expect(event).toMatchObject({ type: "block_actions", payload });
  });

  test.each([formType, `${formType}; charset=utf-8`, formType.toUpperCase(), `${formType};x=y`])(
    "of content type %s becomes an object",
    async (contentType) => {
      const event = await eventOf(
        form("command=%2Fdeploy&text=a+b&tag=1&tag=2&empty=&bare", contentType),
      );
      expect(event.type).toBe("/deploy");
      expect(event.payload).toEqual({
        command: "/deploy",
        text: "a b",
        tag: ["1", "2"],
        empty: "",
        bare: "",
      });
    },
  );

  test("with names of the prototype has them as its own, and changes no prototype", async () => {
    const event = await eventOf(
      form("__proto__=1&__proto__[polluted]=1&constructor=a&constructor=b"),
    );
    const payload = event.payload as object;
    expect(Object.getOwnPropertyDescriptor(payload, "__proto__")?.value).toBe("1");
    expect(Object.getOwnPropertyDescriptor(payload, "constructor")?.value).toEqual(["a", "b"]);
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
  });

  test.each(["payload={", "payload=hello", "payload=%7B%27a%27%3A1%7D", "payload=undefined"])(
    "%s holds no JSON, and is refused",
    async (body) => {
      const { receive, events } = endpoint();
      expect(await receive(form(body))).toEqual(refusal(400, "payload_malformed"));
      expect(events).toEqual([]);
    },
  );

  test("is only what says so of itself", async () => {
    const { receive } = endpoint();
    for (const contentType of ["text/plain", "multipart/form-data", "", `x${formType}`]) {
      expect(await receive(form("command=%2Fdeploy", contentType))).toEqual(
        refusal(400, "payload_malformed"),
      );
    }
  });
});

describe("XML", () => {
  const xml = '<?xml version="1.0"?><feed><title>größe &amp; ü</title></feed>';

  test.each([
    "application/atom+xml",
    "text/xml; charset=utf-8",
    "Application/XML",
    "application/rss+xml",
  ])("of type %s is its text", async (contentType) => {
    expect((await eventOf(form(xml, contentType))).payload).toBe(xml);
  });

  test("is only what says so of itself", async () => {
    const { receive } = endpoint();
    for (const contentType of ["text/plain", "application/json", ""]) {
      expect(await receive(form(xml, contentType))).toEqual(refusal(400, "payload_malformed"));
    }
  });

  test("JSON that is said to be XML is JSON, so that no header turns it into text", async () => {
    expect((await eventOf(form('{"a":1}', "text/xml"))).payload).toEqual({ a: 1 });
  });
});
