import { type BodyReader, WebhookError, type WebhookErrorCode } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import { delivery, endpoint, eventBody, received, refusal, secret } from "./sample-endpoint.ts";
import { hmacHex } from "./sample-providers.ts";

const body = eventBody();
const bytes = new TextEncoder().encode(body);

test("a delivery that is right gets the default reply, and its outcome holds what is known of it", async () => {
  const { receive, outcomes } = endpoint();
  expect(await receive(delivery(body))).toEqual(received());
  expect(outcomes).toEqual([
    {
      kind: "processed",
      provider: "sample",
      status: 200,
      durationMs: expect.any(Number),
      id: "evt_1",
      type: "paid",
      secretLabel: 0,
    },
  ]);
  expect(outcomes[0]?.durationMs).toBeGreaterThanOrEqual(0);
});

test.each(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "post", "", "POST "])(
  "method %j is refused, even with a right signature, and nothing is read",
  async (method) => {
    const { receive, outcomes, events } = endpoint();
    const read = vi.fn(async () => bytes);
    const reply = await receive(
      delivery(body, {
        method,
        body: read,
        headers: { "x-signature": hmacHex(secret, body) },
      }),
    );
    expect(reply).toEqual(refusal(405, "method_not_allowed", { allow: "POST" }));
    expect(outcomes).toMatchObject([{ kind: "refused", status: 405, code: "method_not_allowed" }]);
    expect(outcomes[0]).toMatchObject({ id: undefined, type: undefined, secretLabel: undefined });
    expect(read).not.toHaveBeenCalled();
    expect(events).toEqual([]);
  },
);

describe("a body over the limit", () => {
  test("that says so is refused unread", async () => {
    for (const name of ["content-length", "Content-Length"]) {
      const { receive, outcomes } = endpoint({ maxBodyBytes: 10 });
      const read = vi.fn(async () => bytes);
      const reply = await receive(delivery("", { body: read, headers: { [name]: "11" } }));
      expect(reply).toEqual(refusal(413, "body_too_large"));
      expect(outcomes).toMatchObject([{ kind: "refused", status: 413, code: "body_too_large" }]);
      expect(read).not.toHaveBeenCalled();
    }
  });

  test.each(["0", "-1", "nonsense", "1, 1", undefined])("that says %j is counted", async (said) => {
    const { receive, events } = endpoint({ maxBodyBytes: bytes.length - 1 });
    for (const given of [body, bytes, bytes.slice().buffer, async () => bytes]) {
      const reply = await receive(
        delivery(body, {
          body: given,
          headers: { "x-signature": hmacHex(secret, body), "content-length": said },
        }),
      );
      expect(reply).toEqual(refusal(413, "body_too_large"));
    }
    expect(events).toEqual([]);
  });

  test("starts one byte past it; the reader is told how much to read", async () => {
    const read = vi.fn(async (_maxBytes: number) => bytes);
    const maxBodyBytes = bytes.length;
    const { receive } = endpoint({ maxBodyBytes });
    const headers = { "x-signature": hmacHex(secret, body), "content-length": `${maxBodyBytes}` };
    expect(await receive(delivery(body, { body: read, headers }))).toEqual(received());
    expect(read).toHaveBeenCalledExactlyOnceWith(maxBodyBytes, expect.any(Function));
  });

  test("is one of more than 10 MiB where nothing else is said", async () => {
    const { receive } = endpoint();
    const most = 10 * 1024 * 1024;
    const of = (length: number) => delivery("", { body: new Uint8Array(length) });
    expect(await receive(of(most + 1))).toEqual(refusal(413, "body_too_large"));
    expect((await receive(of(most))).status).toBe(401);
  });
});

describe("a body that can't be read", () => {
  test.each<[WebhookErrorCode, number, string]>([
    ["body_too_large", 413, "refused"],
    ["body_malformed", 400, "refused"],
    ["body_timeout", 408, "refused"],
    ["body_encoding_unsupported", 415, "refused"],
    ["body_unavailable", 500, "failed"],
  ])("for %s is answered %i", async (code, status, kind) => {
    const error = new WebhookError(code, "why, for the log");
    const { receive, outcomes, events } = endpoint();
    const read = async () => {
      throw error;
    };
    expect(await receive(delivery(body, { body: read }))).toEqual(refusal(status, code));
    expect(outcomes).toMatchObject([{ kind, status, code, error }]);
    expect(events).toEqual([]);
  });

  test("for a reason that nobody foresaw is answered 500, and the reason kept", async () => {
    const cause = new TypeError("surprise");
    const readers = [
      () => Promise.reject(cause),
      () => {
        throw cause;
      },
    ];
    for (const read of readers) {
      const { receive, outcomes } = endpoint();
      expect((await receive(delivery(body, { body: read }))).status).toBe(500);
      expect(outcomes).toMatchObject([{ kind: "failed", status: 500, error: { cause } }]);
    }
  });

  test.each([{ id: "evt_1" }, 5, true, null, undefined, [1, 2]])(
    "for it was parsed already, %j, is answered 500",
    async (parsed) => {
      const { receive, outcomes } = endpoint();
      const headers = { "x-signature": hmacHex(secret, JSON.stringify(parsed) ?? "") };
      const reply = await receive(delivery("", { headers, body: parsed as never }));
      expect(reply).toEqual(refusal(500, "body_unavailable"));
      expect(outcomes).toMatchObject([{ kind: "failed", code: "body_unavailable" }]);
    },
  );

  test("for it never ends is given up: the reader is told, and what it does then harms nobody", async () => {
    const { receive, outcomes } = endpoint({ timeoutMs: 10 });
    const stop = vi.fn(() => {
      throw new Error("it can't be stopped");
    });
    let fail: ((reason: unknown) => void) | undefined;
    const read: BodyReader = (_, onAbandoned) =>
      new Promise<Uint8Array>((_resolve, reject) => {
        onAbandoned(stop);
        fail = reject;
      });
    expect(await receive(delivery(body, { body: read }))).toEqual(refusal(408, "body_timeout"));
    expect(outcomes).toMatchObject([{ kind: "refused", status: 408, code: "body_timeout" }]);
    expect(stop).toHaveBeenCalledOnce();
    fail?.(new Error("the connection was cut"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(outcomes).toHaveLength(1);
  });

  test("in time is not told to stop afterwards", async () => {
    const { receive } = endpoint({ timeoutMs: 10 });
    const stop = vi.fn();
    const read: BodyReader = async (_, onAbandoned) => {
      onAbandoned(stop);
      return bytes;
    };
    const headers = { "x-signature": hmacHex(secret, body) };
    expect(await receive(delivery(body, { body: read, headers }))).toEqual(received());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stop).not.toHaveBeenCalled();
  });
});

test.each([undefined, null, 5, "text", {}, { method: "POST" }, { method: "POST", headers: {} }])(
  "%j is no delivery, and still gets an answer",
  async (incoming) => {
    const { receive, outcomes } = endpoint();
    const { status } = await receive(incoming as never);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(outcomes).toHaveLength(1);
  },
);
