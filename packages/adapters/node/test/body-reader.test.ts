import { request } from "node:http";
import { PassThrough } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toNode } from "../src/index.ts";
import { createEndpoint, post, signedHeaders } from "./endpoint.ts";
import { serveNode } from "./serve-node.ts";

type Listener = ReturnType<typeof toNode>;
type Arguments = Parameters<Listener>;

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const pause = (ms = 50): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A body that is sent as it is written. */
function pieces() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return {
    body: readable,
    write: (text: string): void => {
      writer.write(new TextEncoder().encode(text)).catch(() => undefined);
    },
    end: () => writer.close(),
  };
}

/** Serves an endpoint behind something that has the request first. */
async function serveBehind(
  first: (req: Arguments[0], next: () => void) => unknown,
  options?: Parameters<typeof createEndpoint>[0],
) {
  const endpoint = createEndpoint(options);
  const listener = toNode(endpoint.receiver);
  const { url, close } = await serveNode((req, res) => {
    first(req, () => listener(req, res));
  });
  closers.push(close);
  return { ...endpoint, url };
}

describe("bytes that were kept", () => {
  test("a body of bytes is used, and so is a rawBody before it", async () => {
    const { url, events } = await serveBehind((req, next) => {
      const chunks: Uint8Array[] = [];
      req.on("data", (chunk) => chunks.push(chunk));
      req.on("end", () => {
        const bytes = Buffer.concat(chunks);
        Object.assign(
          req,
          req.url === "/raw" ? { rawBody: bytes, body: { a: 1 } } : { body: bytes },
        );
        next();
      });
    });
    expect((await post(url, '{"a":1}')).status).toBe(200);
    expect((await post(`${url}/raw`, '{"a": 1}')).status).toBe(200);
    expect((await post(`${url}/raw`, '{"a": 1}', true)).status).toBe(401);
    expect(events.map(({ delivery }) => Buffer.from(delivery.body).toString())).toEqual([
      '{"a":1}',
      '{"a": 1}',
    ]);
  });

  test("rawBody comes before a body of bytes", async () => {
    const { url } = await serveBehind((req, next) => {
      const body = Buffer.from("something else");
      Object.assign(req, { rawBody: Buffer.from("{}"), body });
      next();
    });
    expect((await post(url, "{}")).status).toBe(200);
  });

  test("they count against the limit", async () => {
    const { url } = await serveBehind(
      (req, next) => {
        Object.assign(req, { rawBody: Buffer.from('"12345678"') });
        next();
      },
      { maxBodyBytes: 9 },
    );
    expect((await fetch(url, { method: "POST" })).status).toBe(413);
  });

  test("they are not decompressed again, nor measured by the length that was sent", async () => {
    const body = "x".repeat(1000);
    const { url, events } = await serveBehind(
      (req, next) => {
        Object.assign(req, { rawBody: Buffer.from(`"${body}"`) });
        next();
      },
      { maxBodyBytes: 1002 },
    );
    const headers = await signedHeaders(`"${body}"`, { "content-encoding": "gzip" });
    const sent = Buffer.concat([gzipSync(body), Buffer.alloc(2000)]);
    const answer = await fetch(url, { method: "POST", headers, body: sent });
    expect(answer.status).toBe(200);
    expect(events[0]?.payload).toBe(body);
  });
});

describe("a body that somebody read", () => {
  const read = async (req: Arguments[0]): Promise<void> => {
    for await (const _ of req);
  };

  test.each([
    ["express.json()", { a: 1 }, "application/json"],
    ["express.urlencoded()", { a: "1" }, "application/x-www-form-urlencoded"],
    ["express.text()", '{"a":1}', "text/plain"],
    ["something", undefined, "application/json"],
    ["something", null, "application/json"],
  ])("is answered 500, naming %s", async (parser, body, contentType) => {
    const { url, events, outcomes } = await serveBehind(async (req, next) => {
      await read(req);
      Object.assign(req, { body });
      next();
    });
    for (const signed of ['{"a":1}', "other"]) {
      const headers = await signedHeaders(signed, { "content-type": contentType });
      const answer = await fetch(url, { method: "POST", headers, body: '{"a":1}' });
      expect(answer.status).toBe(500);
      expect(await answer.text()).toBe('{"error":"body_unavailable"}');
    }
    expect(events).toEqual([]);
    expect(outcomes.map(({ error }) => error?.message)).toEqual([
      `the body was already read by ${parser}; mount the webhook route before it`,
      `the body was already read by ${parser}; mount the webhook route before it`,
    ]);
  });

  test.each([
    ["in part", (req) => req.once("data", () => undefined)],
    ["as text", (req) => req.setEncoding("utf8")],
    ["by a loop of its own", (req) => req.on("readable", () => undefined)],
    ["and thrown away", (req) => req.resume()],
  ] satisfies [string, (req: Arguments[0]) => unknown][])("%s", async (_, take) => {
    const { url, events, outcome } = await serveBehind(async (req, next) => {
      take(req);
      await pause();
      next();
    });
    const answer = await post(url, '{"a":1}');
    expect(answer.status).toBe(500);
    expect((await outcome()).code).toBe("body_unavailable");
    expect(events).toEqual([]);
  });

  test("an empty one as well", async () => {
    const { url, outcome } = await serveBehind(async (req, next) => {
      req.resume().on("end", () => setTimeout(next, 10));
    });
    expect((await post(url, "")).status).toBe(500);
    expect((await outcome()).code).toBe("body_unavailable");
  });

  test("when its rest is still to come", async () => {
    const { url, events, outcome } = await serveBehind((req, next) => {
      req.once("data", next);
    });
    // The signature is that of the rest, which alone would be taken for genuine.
    const headers = await signedHeaders("{}");
    const { body, write, end } = pieces();
    write("x");
    const sent = fetch(url, { method: "POST", headers, body, duplex: "half" } as RequestInit);
    expect((await outcome()).code).toBe("body_unavailable");
    write("{}");
    end();
    expect((await sent).status).toBe(500);
    expect(events).toEqual([]);
  });
});

describe("a body that nobody read", () => {
  test.each([
    ["waits for us", () => pause()],
    ["is paused", (req) => pause(req.pause() ? 50 : 0)],
    ["has a parser's empty object beside it", async (req) => Object.assign(req, { body: {} })],
    ["has text beside it", async (req) => Object.assign(req, { rawBody: '{"a":2}' })],
  ] satisfies [string, (req: Arguments[0]) => Promise<unknown>][])("%s", async (_, first) => {
    const { url } = await serveBehind(async (req, next) => {
      await first(req);
      next();
    });
    expect((await post(url, '{"a":1}')).status).toBe(200);
    expect((await post(url, '{"a":1}', true)).status).toBe(401);
  });

  test("is shared with one who listens along", async () => {
    let length = 0;
    const { url } = await serveBehind((req, next) => {
      req.on("data", (chunk) => {
        length += chunk.length;
      });
      req.pipe(new PassThrough().resume());
      next();
    });
    expect((await post(url, '{"a":1}')).status).toBe(200);
    expect(length).toBe(7);
  });

  test("has room set aside by its length, as far as what has come vouches for it", async () => {
    const { url, events } = await serveBehind((_, next) => next());
    const body = JSON.stringify("x".repeat(999_998));
    const headers = { ...(await signedHeaders(body)), "content-length": body.length };
    const alloc = vi.spyOn(Buffer, "alloc");
    try {
      const sizes = (): readonly number[] => alloc.mock.calls.map(([size]) => size);
      const sent = request(url, { method: "POST", headers });
      sent.write(body.slice(0, 100));
      await pause();
      sent.write(body.slice(100, 200));
      await expect.poll(sizes).toEqual([200 * 32]);
      const answered = new Promise<number | undefined>((resolve) => {
        sent.on("response", (answer) => resolve(answer.resume().statusCode));
      });
      sent.end(body.slice(200));
      expect(await answered).toBe(200);
      expect(
        sizes()
          .slice(1)
          .every((size) => size <= body.length),
      ).toBe(true);
      expect(sizes().at(-1)).toBe(body.length);
      expect(events[0]?.payload).toBe("x".repeat(999_998));
    } finally {
      alloc.mockRestore();
    }
  });

  test("was cut short before we came", async () => {
    const { url, events, outcome } = await serveBehind(async (req, next) => {
      req.on("close", next);
    });
    const abort = new AbortController();
    const { body, write } = pieces();
    write("{");
    setTimeout(() => abort.abort(), 50);
    const sent = fetch(url, {
      method: "POST",
      body,
      duplex: "half",
      signal: abort.signal,
    } as RequestInit);
    await expect(sent).rejects.toThrow();
    expect((await outcome()).code).toBe("body_malformed");
    expect(events).toEqual([]);
  });
});
