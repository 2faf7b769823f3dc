import { once } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { type Incoming, type Receiver, toNode } from "../src/index.ts";

type Arguments = Parameters<ReturnType<typeof toNode>>;

/** What the receiver is given for a request that is not from node:http. */
function incomingOf(req: object): Promise<Incoming> {
  return new Promise((resolve) => {
    const receive: Receiver["receive"] = async (incoming) => {
      resolve(incoming);
      return { status: 200, headers: {}, body: null };
    };
    const res = { headersSent: true };
    toNode({ receive } as Receiver)(req as Arguments[0], res as Arguments[1]);
  });
}

async function read(
  { body }: Incoming,
  maxBytes: number,
  onAbandoned: (stop: () => unknown) => void = () => undefined,
): Promise<Uint8Array> {
  if (typeof body !== "function") throw new Error("the body is not to be read");
  return body(maxBytes, onAbandoned);
}

describe("requests of hosts that imitate Node", () => {
  test("their headers are used where there are no others", async () => {
    const req = Object.assign(Readable.from([Buffer.from("{"), Buffer.from("}")]), {
      method: "POST",
      url: "/x",
      rawHeaders: [],
      headersDistinct: {},
      headers: { "x-signature": "1" },
    });
    const incoming = await incomingOf(req);
    const { headers, url, method } = incoming;
    expect({ headers, url, method }).toEqual({
      headers: { "x-signature": "1" },
      url: "/x",
      method: "POST",
    });
    expect(Buffer.from(await read(incoming, 2)).toString()).toBe("{}");
  });

  test.each([new Error("reset"), undefined])(
    "a stream that fails is cut short: %s",
    async (error) => {
      const failing = new Readable({ read() {} });
      const incoming = await incomingOf(Object.assign(failing, { headers: {} }));
      const bytes = read(incoming, 2);
      failing.destroy(error);
      await expect(bytes).rejects.toMatchObject({ code: "body_malformed" });
    },
  );

  test("a body that is too large is no longer listened to", async () => {
    const readable = new Readable({ read() {} });
    const incoming = await incomingOf(Object.assign(readable, { headers: {} }));
    const bytes = read(incoming, 2);
    readable.push("123");
    await expect(bytes).rejects.toMatchObject({ code: "body_too_large" });
    expect(readable.listenerCount("data")).toBe(0);
  });

  test("a body that nobody waits for is no longer listened to", async () => {
    const readable = new Readable({ read() {} });
    const incoming = await incomingOf(Object.assign(readable, { headers: {} }));
    let stop: (() => unknown) | undefined;
    const onAbandoned = (stopReading: () => unknown): void => {
      stop = stopReading;
    };
    read(incoming, 2, onAbandoned).catch(() => undefined);
    expect(readable.listenerCount("data")).toBe(1);
    stop?.();
    expect(readable.listenerCount("data")).toBe(0);
  });

  test("the reply is ended at once, though they don't say that they are complete", async () => {
    const req = Object.assign(Readable.from([]), { headers: {} });
    await once(req.resume(), "end");
    const receive: Receiver["receive"] = async () => ({ status: 200, headers: {}, body: "ok" });
    const body = await new Promise((resolve, reject) => {
      const res = { setHeader: () => undefined, write: reject, end: resolve };
      toNode({ receive } as Receiver)(
        req as unknown as Arguments[0],
        res as unknown as Arguments[1],
      );
    });
    expect(body).toBe("ok");
  });

  test("the URL is the one before a router has cut it", async () => {
    const req = { method: "POST", url: "/x", originalUrl: "/hooks/x?a=1", headers: {} };
    expect((await incomingOf({ ...req, rawBody: new Uint8Array() })).url).toBe("/hooks/x?a=1");
  });
});

test("a body in very many pieces takes no more room than its bytes", async () => {
  const pieces = 300_000;
  const readable = new Readable({ read() {} });
  const incoming = await incomingOf(Object.assign(readable, { headers: {} }));
  const bytes = read(incoming, pieces);
  for (let i = 0; i < pieces; i++) readable.emit("data", Uint8Array.of(i));
  readable.emit("end");
  const received = await bytes;
  expect(received.length).toBe(pieces);
  expect(received.buffer.byteLength).toBeLessThanOrEqual(2 * pieces);
  expect(received.every((byte, i) => byte === i % 256)).toBe(true);
});
