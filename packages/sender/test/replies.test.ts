import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Attempt } from "../src/index.ts";
import { rawServer } from "./raw-server.ts";
import { event, sampleEndpoint, sampleSender } from "./sample-sender.ts";

const deadlineMs = 400;

/** One attempt to a server that answers so; with a large body where the server is to be slow in taking it. */
async function attemptTo(
  answer: (socket: Socket) => void,
  { data = event.data, ...options }: Parameters<typeof sampleSender>[0] & { data?: unknown } = {},
): Promise<Attempt & { readonly server: Awaited<ReturnType<typeof rawServer>> }> {
  const server = await rawServer(answer);
  const sender = sampleSender({ deadlineMs, ...options });
  const attempt = await sender.attempt(sampleEndpoint(server.url), { ...event, data }, 1);
  expect(sender.attempts).toEqual([attempt]);
  return { ...attempt, server };
}

const says = (text: string) => (socket: Socket) => void socket.write(text);
const ok = "HTTP/1.1 200 OK\r\n";

/** Writes again and again, as fast as it is read, until the connection is gone. */
function endlessly(socket: Socket, text: string): void {
  const write = (): void => {
    while (socket.writable && socket.write(text));
  };
  socket.on("drain", write);
  write();
}

test("a server that never answers: the deadline ends it, and the connection", async () => {
  const { code, status, durationMs, server, error } = await attemptTo(() => undefined);
  expect({ code, status }).toEqual({ code: "timeout", status: undefined });
  expect(error).toBe("the endpoint has not answered in time");
  expect(durationMs).toBeGreaterThanOrEqual(deadlineMs - 5);
  await server.closed();
});

test("a body that drips can't outlive the deadline", async () => {
  const dripping = (socket: Socket): void => {
    socket.write(`${ok}content-length: 1000\r\n\r\n`);
    const timer = setInterval(() => socket.write("x"), 50);
    socket.on("close", () => clearInterval(timer));
  };
  const { code, status, replyBody, server } = await attemptTo(dripping);
  expect({ code, status }).toEqual({ code: "timeout", status: 200 });
  expect(replyBody.length).toBeGreaterThan(0);
  await server.closed();
});

test("headers that drip can't either", async () => {
  const { code, server } = await attemptTo((socket) => {
    socket.write(ok);
    const timer = setInterval(() => socket.write("a: b\r\n"), 50);
    socket.on("close", () => clearInterval(timer));
  });
  expect(code).toBe("timeout");
  await server.closed();
});

test("a server that does not take the body", async () => {
  const { code } = await attemptTo((socket) => void socket.pause(), {
    data: "x".repeat(20_000_000),
    maxBodyBytes: 30_000_000,
  });
  expect(code).toBe("timeout");
});

test("endless headers", async () => {
  const { code, server } = await attemptTo(
    (socket) => {
      socket.write(ok);
      endlessly(socket, `${"a".repeat(100)}: b\r\n`);
    },
    { deadlineMs: 10_000 },
  );
  expect(code).toBe("reply_too_large");
  await server.closed();
});

test("one huge header", async () => {
  const { code } = await attemptTo(says(`${ok}a: ${"b".repeat(20_000)}\r\n\r\n`));
  expect(code).toBe("reply_too_large");
});

test("a body without end is cut after 16 KB, and the status counts", async () => {
  const { code, status, replyBody, server } = await attemptTo(
    (socket) => {
      socket.write(`${ok}content-length: 100000000000\r\n\r\n`);
      endlessly(socket, "y".repeat(10_000));
    },
    { deadlineMs: 10_000 },
  );
  expect({ code, status }).toEqual({ code: "delivered", status: 200 });
  expect(Buffer.from(replyBody).equals(Buffer.alloc(16_384, "y"))).toBe(true);
  await server.closed();
});

test("a body of just 16 KB is whole, and the connection is used again", async () => {
  const server = await rawServer(says(`${ok}content-length: 16384\r\n\r\n${"z".repeat(16_384)}`));
  const sender = sampleSender();
  for (let i = 0; i < 10; i++) {
    const { replyBody } = await sender.attempt(sampleEndpoint(server.url), event, 1);
    expect(replyBody.length).toBe(16_384);
  }
  expect(server.requests()).toBe(10);
  // The pool takes a second one while the first has not quite ended.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test("a gzip bomb is not inflated", async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  const { code, replyBody } = await attemptTo((socket) => {
    socket.write(`${ok}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
    socket.write(bomb);
  });
  expect(code).toBe("delivered");
  expect(Buffer.from(replyBody).equals(bomb.subarray(0, 16_384))).toBe(true);
});

test("early hints, and other preliminary answers, are passed over", async () => {
  const hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(5);
  const { code, status, replyHeaders } = await attemptTo(
    says(`HTTP/1.1 102 Processing\r\n\r\n${hints}${ok}content-length: 0\r\nx-a: 1\r\n\r\n`),
  );
  expect({ code, status }).toEqual({ code: "delivered", status: 200 });
  expect(replyHeaders).toEqual({ "content-length": "0", "x-a": "1" });
});

test("preliminary answers without end", async () => {
  const { code, server } = await attemptTo((socket) =>
    endlessly(socket, "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
  );
  expect(code).toBe("timeout");
  await server.closed();
});

test("a switch of protocols that nobody asked for", async () => {
  const { code } = await attemptTo(
    says("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
  );
  expect(code).not.toBe("delivered");
});

test.each([300, 301, 302, 303, 304, 305, 307, 308])(
  "a redirect is not followed: %i",
  async (status) => {
    const target = await rawServer(says(`${ok}content-length: 0\r\n\r\n`));
    const { code, ...attempt } = await attemptTo(
      says(`HTTP/1.1 ${status} Moved\r\nlocation: ${target.url}\r\ncontent-length: 0\r\n\r\n`),
    );
    expect({ code, status: attempt.status }).toEqual({ code: "redirect_refused", status });
    expect(attempt.nextNumber).toBe(2);
    expect(target.connections()).toBe(0);
  },
);

test.each([
  ["reset before a reply", (socket: Socket) => void socket.resetAndDestroy()],
  ["closed before a reply", (socket: Socket) => void socket.destroy()],
  ["closed within the headers", (socket: Socket) => void socket.end(`${ok}content-le`)],
  [
    "shorter than its length says",
    (socket: Socket) => void socket.end(`${ok}content-length: 100\r\n\r\nshort`),
  ],
  [
    "closed between chunks",
    (socket: Socket) => void socket.end(`${ok}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`),
  ],
])("a reply that breaks off is not believed: %s", async (_, answer) => {
  const { code, nextNumber } = await attemptTo(answer);
  expect({ code, nextNumber }).toEqual({ code: "connection_reset", nextNumber: 2 });
});

test.each([
  ["no HTTP", "220 smtp.example ESMTP ready\r\n"],
  ["a status that is none", "HTTP/1.1 abc OK\r\n\r\n"],
  ["two lengths", `${ok}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`],
  ["a length and chunks", `${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
  ["a chunk size that is none", `${ok}transfer-encoding: chunked\r\n\r\nzz\r\n`],
  ["a NUL in a header", `${ok}a: b\0c\r\n\r\n`],
])("a reply that is not HTTP: %s", async (_, text) => {
  const { code } = await attemptTo(says(text));
  expect(code).toBe("reply_malformed");
});

test("more than its length says is not taken for the next reply", async () => {
  const server = await rawServer(
    says(`${ok}content-length: 2\r\n\r\nok${ok}content-length: 6\r\n\r\nforged`),
  );
  const sender = sampleSender({ deadlineMs });
  const endpoint = sampleEndpoint(server.url);
  for (let i = 0; i < 3; i++) {
    const { replyBody } = await sender.attempt(endpoint, event, 1);
    expect(Buffer.from(replyBody).toString()).not.toBe("forged");
  }
});

test("headers of several lines, and names that are an object's own", async () => {
  const { replyHeaders } = await attemptTo(
    says(
      `${ok}Set-Cookie: a\r\nset-cookie: b\r\n__proto__: x\r\nconstructor: y\r\ncontent-length: 0\r\n\r\n`,
    ),
  );
  expect(replyHeaders).toMatchObject({ "set-cookie": "a, b", constructor: "y" });
  expect(Object.getPrototypeOf(replyHeaders)).toBe(Object.prototype);
});
