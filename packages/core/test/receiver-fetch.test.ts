import { describe, expect, test, vi } from "vitest";
import { delivery, duplicate, endpoint, eventBody, received, secret } from "./sample-endpoint.ts";
import { hmacHex } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const bytes = new TextEncoder().encode(body);
const url = "https://example.com/webhooks?type=from-query";
const headers = { "x-signature": hmacHex(secret, body) };
const post = (given: BodyInit | null = body, more: RequestInit = {}) =>
  new Request(url, {
    method: "POST",
    headers,
    body: given,
    duplex: "half",
    ...more,
  } as RequestInit);

const codeOf = async (response: Response) => [response.status, (await response.json()).error];

/** A stream of chunks, which then ends in its own way. */
const streamOf = (
  chunks: readonly Uint8Array[],
  end: (controller: ReadableStreamDefaultController) => void = (controller) => controller.close(),
  cancel: () => void = () => undefined,
) => {
  const rest = [...chunks];
  return new ReadableStream({
    pull: (controller) => {
      const next = rest.shift();
      if (next === undefined) end(controller);
      else controller.enqueue(next);
    },
    cancel,
  });
};

describe("a request is read", () => {
  test("whole, and answered faithfully", async () => {
    const { fetch, events } = endpoint();
    const response = await fetch(post());
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.text()).toBe(received().body);
    expect(events[0]?.delivery).toMatchObject({ method: "POST", url, body: bytes });
  });

  test.each([
    ["in one chunk", [bytes]],
    ["byte by byte", Array.from(bytes, (byte) => Uint8Array.of(byte))],
    ["with empty chunks", [new Uint8Array(), bytes.slice(0, 5), new Uint8Array(), bytes.slice(5)]],
  ])("from a stream, %s", async (_, chunks) => {
    const { fetch, events } = endpoint();
    expect((await fetch(post(streamOf(chunks)))).status).toBe(200);
    expect(events[0]?.delivery.body).toEqual(bytes);
  });

  test("as bytes, whatever they are", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const { fetch, outcomes } = endpoint();
    const signed = { "x-signature": hmacHex(secret, all) };
    expect((await fetch(post(all, { headers: signed }))).status).toBe(400);
    expect(outcomes).toMatchObject([{ code: "payload_malformed", secretLabel: 0 }]);
  });

  test("without a body as an empty one", async () => {
    const { fetch, outcomes } = endpoint();
    const signed = { "x-signature": hmacHex(secret, "") };
    expect((await fetch(post(null, { headers: signed }))).status).toBe(400);
    expect(outcomes).toMatchObject([{ code: "payload_malformed", secretLabel: 0 }]);
  });
});

describe("a body that can't be had", () => {
  test("for somebody else has read it: 500, and no wait", async () => {
    const { fetch, outcomes } = endpoint();
    const request = post();
    await request.text();
    expect(await codeOf(await fetch(request))).toEqual([500, "body_unavailable"]);
    expect(outcomes).toMatchObject([{ kind: "failed", status: 500, code: "body_unavailable" }]);
    expect(outcomes[0]?.error?.message).toMatch(/read/);
  });

  test("for somebody else is reading it: 500, and no wait", async () => {
    const { fetch, outcomes } = endpoint();
    const request = post();
    request.body?.getReader();
    expect(await codeOf(await fetch(request))).toEqual([500, "body_unavailable"]);
    expect(outcomes).toMatchObject([{ kind: "failed", code: "body_unavailable" }]);
  });

  test("for it is too large: it is read no further, and the source is told", async () => {
    const cancel = vi.fn();
    const chunk = new Uint8Array(1000);
    let given = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        given += 1;
        controller.enqueue(chunk);
      },
      cancel,
    });
    const { fetch } = endpoint({ maxBodyBytes: 10_000 });
    expect(await codeOf(await fetch(post(endless)))).toEqual([413, "body_too_large"]);
    expect(given).toBeLessThan(20);
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1));
  });

  test("for it is too large, from a source that never hears of it", async () => {
    const { fetch } = endpoint({ maxBodyBytes: 10 });
    const deaf = streamOf([bytes, bytes], undefined, () => new Promise(() => undefined) as never);
    expect(await codeOf(await fetch(post(deaf)))).toEqual([413, "body_too_large"]);
  });

  test("for it breaks off", async () => {
    const cause = new Error("connection reset");
    const { fetch, outcomes } = endpoint();
    const broken = streamOf([bytes.slice(0, 5)], (controller) => controller.error(cause));
    expect(await codeOf(await fetch(post(broken)))).toEqual([400, "body_malformed"]);
    expect(outcomes[0]?.error?.cause).toBe(cause);
  });

  test("for it never ends", async () => {
    const { fetch, outcomes } = endpoint({ timeoutMs: 20 });
    const stalled = streamOf([bytes.slice(0, 5)], () => new Promise(() => undefined) as never);
    expect(await codeOf(await fetch(post(stalled)))).toEqual([408, "body_timeout"]);
    expect(outcomes).toMatchObject([{ kind: "refused", code: "body_timeout" }]);
  });

  test("for it never ends: the source is told that nobody reads it any more", async () => {
    const cancel = vi.fn();
    const { fetch } = endpoint({ timeoutMs: 20 });
    const stalled = streamOf([], () => new Promise(() => undefined) as never, cancel);
    await fetch(post(stalled));
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1), { timeout: 200 });
  });
});

describe("a reply becomes the response that it says", () => {
  test("bytes", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const { fetch } = endpoint({
      on: { "*": () => ({ status: 202, headers: { "content-type": "image/png" }, body: all }) },
    });
    const response = await fetch(post());
    expect(response.status).toBe(202);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(all);
  });

  test.each([204, 205, 304])("%i, without the body that it may not have", async (status) => {
    const store = sampleStore();
    const { fetch } = endpoint({
      store,
      on: { "*": () => ({ status, headers: { "x-a": "b" }, body: "dropped" }) },
    });
    for (const isDuplicate of [false, true]) {
      const response = await fetch(post());
      expect(response.status).toBe(status);
      expect(response.headers.get("x-a")).toBe("b");
      expect(response.headers.has("webhook-duplicate")).toBe(isDuplicate);
      expect(response.body).toBeNull();
    }
  });

  test.each([200, 299, 300, 400, 500, 599])("%i", async (status) => {
    const { fetch } = endpoint({ on: { "*": () => ({ status, headers: {}, body: "text" }) } });
    const response = await fetch(post());
    expect([response.status, await response.text()]).toEqual([status, "text"]);
  });

  test("a duplicate, with its header", async () => {
    const { fetch } = endpoint({ store: sampleStore() });
    await fetch(post());
    const response = await fetch(post());
    expect(Object.fromEntries(response.headers)).toMatchObject(duplicate);
    expect(await response.text()).toBe(received().body);
  });

  test.each(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])("405 for %s", async (method) => {
    const { fetch } = endpoint();
    const response = await fetch(new Request(url, { method, headers }));
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  test("a refusal", async () => {
    const { fetch } = endpoint();
    const response = await fetch(post(body, { headers: {} }));
    expect(await codeOf(response)).toEqual([401, "signature_missing"]);
  });
});

test("fetch and receive share what was claimed", async () => {
  const { fetch, receive, events } = endpoint({ store: sampleStore() });
  await fetch(post());
  expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
  expect(events).toHaveLength(1);
});
