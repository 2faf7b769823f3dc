import { isWebhookError, type Reply } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { delivery, duplicate, endpoint, eventBody, received } from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();

const answering = (result: unknown) => {
  const store = sampleStore();
  return { store, ...endpoint({ store, on: { "*": () => result } }) };
};

describe("a handler's reply is sent", () => {
  test.each<[string, Reply, Reply]>([
    [
      "text",
      { status: 200, headers: { "Content-Type": "text/xml" }, body: "<Response/>" },
      { status: 200, headers: { "content-type": "text/xml" }, body: "<Response/>" },
    ],
    [
      "bytes",
      { status: 200, headers: {}, body: Uint8Array.of(0, 255, 128) },
      { status: 200, headers: {}, body: Uint8Array.of(0, 255, 128) },
    ],
    [
      "a status alone",
      { status: 202, headers: {}, body: null },
      { status: 202, headers: {}, body: null },
    ],
    [
      "an empty text",
      { status: 200, headers: {}, body: "" },
      { status: 200, headers: {}, body: "" },
    ],
    [
      "an error of the application's own",
      { status: 422, headers: { "X-Reason": "stock" }, body: "sold out" },
      { status: 422, headers: { "x-reason": "stock" }, body: "sold out" },
    ],
    ...[204, 205, 304].map((status): [string, Reply, Reply] => [
      `a body that ${status} may not have`,
      { status, headers: { "x-a": "b" }, body: "dropped" },
      { status, headers: { "x-a": "b" }, body: null },
    ]),
  ])("%s", async (_, given, sent) => {
    const { receive, outcomes, store } = answering(given);
    expect(await receive(delivery(body))).toEqual(sent);
    expect(outcomes).toMatchObject([{ kind: "processed", status: sent.status }]);
    expect(outcomes[0]?.error).toBeUndefined();
    expect(store.complete).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.anything(), {
      ttlMs: expect.any(Number),
      reply: sent,
    });
  });

  test("with 5xx asks for another try: the claim is released and nothing is recorded", async () => {
    const later: Reply = { status: 503, headers: { "retry-after": "60" }, body: "later" };
    const { receive, outcomes, store } = answering(later);
    expect(await receive(delivery(body))).toEqual(later);
    expect(await receive(delivery(body))).toEqual(later);
    expect(outcomes).toMatchObject([{ kind: "failed" }, { kind: "failed" }]);
    expect(store.complete).not.toHaveBeenCalled();
    expect(store.release).toHaveBeenCalledTimes(2);
  });

  test("that comes later, or with headers in a Headers object", async () => {
    const headers = new Headers({ "X-A": "b" }) as never;
    const { receive } = answering(Promise.resolve({ status: 202, headers, body: null }));
    expect(await receive(delivery(body))).toEqual({
      status: 202,
      headers: { "x-a": "b" },
      body: null,
    });
  });
});

test.each([
  undefined,
  null,
  true,
  0,
  "text",
  [],
  {},
  { status: 418 },
  { status: 418, body: "no headers" },
  { statusCode: 418, headers: {}, body: "" },
  () => ({ status: 418, headers: {}, body: null }),
])("%j is no reply, and gets the default one", async (result) => {
  const { receive, outcomes, store } = answering(result);
  expect(await receive(delivery(body))).toEqual(received());
  expect(outcomes).toMatchObject([{ kind: "processed", status: 200 }]);
  expect(outcomes[0]?.error).toBeUndefined();
  expect(store.verbs()).toEqual(["claim", "complete"]);
});

describe("a reply that can't be sent: the work is done, so 200, and the fault is reported", () => {
  const throwing = {
    headers: {},
    body: null,
    get status(): number {
      throw new TypeError("no status");
    },
  };
  test.each<[string, unknown]>([
    ["status 9999", { status: 9999, headers: {}, body: null }],
    ["status 0", { status: 0, headers: {}, body: null }],
    ["status 101", { status: 101, headers: {}, body: null }],
    ["status 199", { status: 199, headers: {}, body: null }],
    ["status 600", { status: 600, headers: {}, body: null }],
    ["status 200.5", { status: 200.5, headers: {}, body: null }],
    ["status NaN", { status: Number.NaN, headers: {}, body: null }],
    ["a status in text", { status: "200", headers: {}, body: null }],
    ["no status", { status: undefined, headers: {}, body: null }],
    [
      "CR and LF in a header",
      { status: 200, headers: { "x-a": "b\r\nset-cookie: c" }, body: null },
    ],
    ["LF in a header", { status: 200, headers: { "x-a": "b\nc" }, body: null }],
    ["NUL in a header", { status: 200, headers: { "x-a": "b\0" }, body: null }],
    ["a header that is not Latin-1", { status: 200, headers: { "x-a": "\u{1F600}" }, body: null }],
    ["a header without a name", { status: 200, headers: { "": "b" }, body: null }],
    ["a header name with a blank", { status: 200, headers: { "x a": "b" }, body: null }],
    ["headers that are none", { status: 200, headers: 5, body: null }],
    ["an object for a body", { status: 200, headers: {}, body: { a: 1 } }],
    ["no body", { status: 200, headers: {}, body: undefined }],
    ["a stream for a body", new Response("no", { status: 418 })],
    ["a number for a body", { status: 200, headers: {}, body: 5 }],
    ["a getter that throws", throwing],
  ])("%s", async (_, reply) => {
    const { receive, outcomes, store } = answering(reply);
    expect(await receive(delivery(body))).toEqual(received());
    expect(outcomes).toMatchObject([{ kind: "processed", status: 200, code: "option_invalid" }]);
    expect(isWebhookError(outcomes[0]?.error)).toBe(true);
    expect(store.verbs()).toEqual(["claim", "complete"]);
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
  });
});

test("a reply that the handler changes afterwards was sent and recorded as it was", async () => {
  const reply = { status: 200, headers: { "x-a": "b" } as Record<string, string>, body: "one" };
  const { receive } = answering(reply);
  const first = await receive(delivery(body));
  reply.status = 500;
  reply.headers["x-a"] = "c";
  reply.body = "two";
  const sent = { status: 200, headers: { "x-a": "b" }, body: "one" };
  expect(first).toEqual(sent);
  expect(await receive(delivery(body))).toEqual({
    ...sent,
    headers: { ...sent.headers, ...duplicate },
  });
});

test("headers of the connection are the host's: they are left out of a reply", async () => {
  const headers = { connection: "close", "Content-Length": "9", Trailer: "x", "x-kept": "yes" };
  const { receive } = answering({ status: 200, headers, body: "a" });
  expect(await receive(delivery(body))).toEqual({
    status: 200,
    headers: { "x-kept": "yes" },
    body: "a",
  });
});

test("a header with control characters can't be sent, so the default reply is", async () => {
  const { receive, outcomes } = answering({
    status: 200,
    headers: { "x-a": "a\u0001b" },
    body: "a",
  });
  expect(await receive(delivery(body))).toEqual(received());
  expect(outcomes).toMatchObject([{ kind: "processed", code: "option_invalid" }]);
});
