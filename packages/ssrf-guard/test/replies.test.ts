import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { GuardOptions } from "../src/index.ts";
import { serveHttp, serveTcp, type TestServer } from "./http-server.ts";
import { agentFor } from "./quiet-agent.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Asked {
  readonly agent?: GuardOptions["agent"];
  readonly signal?: AbortSignal;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/** Asks a server, and gives the status and the length of the body, or the code of the error. */
async function ask(server: TestServer, { agent, ...rest }: Asked = {}): Promise<unknown> {
  const dispatcher = agentFor(server.port, { ...(agent && { agent }) });
  closing.push(() => dispatcher.destroy(), server.close);
  try {
    const origin = `http://127.0.0.1:${server.port}`;
    const options = { origin, path: "/", method: "GET", ...rest } as const;
    const { statusCode, body } = await dispatcher.request(options);
    return `${statusCode}, ${(await body.arrayBuffer()).byteLength} bytes`;
  } catch (error) {
    const { code, name } = error as { code?: unknown; name: string };
    return typeof code === "string" ? code : name;
  }
}

/** Answers every connection with these bytes, and then as it likes. */
const answering = (head: string, then: (socket: Socket) => void = () => undefined) =>
  serveTcp((socket) =>
    socket.once("data", () => {
      socket.write(head);
      then(socket);
    }),
  );

/** Writes again and again until the other side has had enough. */
const forever =
  (text: string, everyMs = 1) =>
  (socket: Socket) => {
    const timer = setInterval(() => socket.write(text), everyMs);
    socket.once("close", () => clearInterval(timer));
  };

const ok = "HTTP/1.1 200 OK\r\n";

describe("redirects", () => {
  test.each([300, 301, 302, 303, 304, 305, 306, 307, 308])("%i is not followed", async (status) => {
    const hidden = await serveHttp((_req, res) => res.end());
    closing.push(hidden.close);
    const location = `http://127.0.0.1:${hidden.port}/`;
    const server = await serveHttp((_req, res) => res.writeHead(status, { location }).end());
    expect(await ask(server)).toBe(`${status}, 0 bytes`);
    expect(hidden.connections()).toBe(0);
  });
});

describe("headers", () => {
  test("without end are cut off", async () => {
    expect(await ask(await answering(ok, forever(`x: ${"y".repeat(1000)}\r\n`)))).toBe(
      "UND_ERR_HEADERS_OVERFLOW",
    );
  });

  test("of one endless name are cut off", async () => {
    const server = await answering(`${ok}x`, forever("x".repeat(4000)));
    expect(await ask(server)).toBe("UND_ERR_HEADERS_OVERFLOW");
  });

  test("that drip are cut off by a signal", async () => {
    const server = await answering(ok, forever("x: y\r\n", 20));
    expect(await ask(server, { signal: AbortSignal.timeout(300) })).toBe("TimeoutError");
  });

  test("of early hints without end are cut off by a signal", async () => {
    const hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    const server = await answering(hints, forever(hints, 5));
    expect(await ask(server, { signal: AbortSignal.timeout(300) })).toBe("TimeoutError");
  });

  test("of early hints don't stand in for the reply", async () => {
    const hints = "HTTP/1.1 103 Early Hints\r\nlocation: http://10.0.0.1/\r\n\r\n";
    const server = await answering(`${hints}${ok}content-length: 2\r\n\r\nhi`);
    expect(await ask(server)).toBe("200, 2 bytes");
  });
});

describe("bodies", () => {
  test("over a bound are cut off", async () => {
    const server = await answering(`${ok}\r\n`, forever("x".repeat(10_000)));
    expect(await ask(server, { agent: { maxResponseSize: 50_000 } })).toBe(
      "UND_ERR_RES_EXCEEDED_MAX_SIZE",
    );
  });

  test("that drip are cut off by a signal over the whole exchange", async () => {
    const server = await answering(`${ok}\r\n`, forever("x", 20));
    expect(await ask(server, { signal: AbortSignal.timeout(300) })).toBe("TimeoutError");
  });

  test("that are compressed stay as they were sent", async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const server = await serveHttp((_req, res) =>
      res.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    expect(await ask(server)).toBe(`200, ${bomb.length} bytes`);
  });

  test("that are shorter than they say fail", async () => {
    const short = await answering(`${ok}content-length: 9\r\n\r\nhi`, (socket) => socket.end());
    expect(await ask(short)).toBe("UND_ERR_SOCKET");
  });

  test("that are longer than they say end where they said, and so does the connection", async () => {
    const long = await answering(`${ok}content-length: 2\r\n\r\nhi, and more`);
    expect(await ask(long)).toMatch(/^(200, 2 bytes|HPE_.+|UND_ERR_.+)$/);
  });

  test("of two lengths fail", async () => {
    const both = "content-length: 2\r\ncontent-length: 3\r\n\r\nhi!";
    expect(await ask(await answering(ok + both))).toMatch(
      /^(HPE_|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)/,
    );
  });
});

describe("a request", () => {
  test.each([
    ["path", { path: "/a\r\nx: y" }],
    ["path", { path: "/a\u0000" }],
    ["path", { path: "/a b" }],
    ["header", { headers: { "x-a": "b\r\nx-c: d" } }],
    ["header", { headers: { "x-a": "b\u0000" } }],
    ["header", { headers: { "x-a\r\nx-b": "c" } }],
  ])("whose %s would split or lead elsewhere is not sent: %j", async (_what, given) => {
    const server = await serveHttp((_req, res) => res.end());
    expect(await ask(server, given as Asked)).toBe("UND_ERR_INVALID_ARG");
    expect(server.connections()).toBe(0);
  });
});
