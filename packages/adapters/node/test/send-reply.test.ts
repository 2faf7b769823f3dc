import { once } from "node:events";
import { Agent, type ClientRequest, request } from "node:http";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Receiver, type ReceiverOptions, toNode } from "../src/index.ts";
import { createEndpoint, post, signedHeaders } from "./endpoint.ts";
import { serveNode } from "./serve-node.ts";

const faults: unknown[] = [];
const record = (fault: unknown): unknown => faults.push(fault);
const events = ["warning", "unhandledRejection", "uncaughtException"] as const;

beforeAll(() => {
  for (const event of events) process.on(event, record);
});

afterAll(() => {
  for (const event of events) process.off(event, record);
});

beforeEach(() => {
  faults.length = 0;
});

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  expect(faults).toEqual([]);
});

async function serve(
  options: Partial<ReceiverOptions> = {},
  before: (...args: Parameters<ReturnType<typeof toNode>>) => unknown = () => undefined,
  serverOptions = {},
) {
  const endpoint = createEndpoint(options);
  const listener = toNode(endpoint.receiver);
  const { url, close } = await serveNode((req, res) => {
    before(req, res);
    listener(req, res);
  }, serverOptions);
  closers.push(close);
  return { ...endpoint, url };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const timers = (): number =>
  process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;

const reply = (headers: Record<string, string>) => ({
  on: { "*": () => ({ status: 200, headers, body: "größe" }) },
});

describe("a reply", () => {
  test("is not sent when somebody has answered", async () => {
    const { url, outcome } = await serve({}, (_, res) => res.writeHead(418).end("mine"));
    const answer = await post(url, "{}");
    expect(answer.status).toBe(418);
    expect(await answer.text()).toBe("mine");
    expect((await outcome()).kind).toBe("processed");
  });

  test("is not sent when nobody is there", async () => {
    const { url, outcome } = await serve({ on: { "*": () => pause(100) } }, (_, res) => {
      setTimeout(() => res.destroy(), 50);
    });
    await expect(post(url, "{}")).rejects.toThrow();
    expect((await outcome()).kind).toBe("processed");
    await pause(50);
  });

  test("leaves the headers of others alone", async () => {
    const { url } = await serve({}, (_, res) => res.setHeader("x-request-id", "7"));
    const answer = await post(url, "{}");
    expect(answer.headers.get("x-request-id")).toBe("7");
    expect(answer.headers.get("content-type")).toBe("application/json");
  });

  test("has the length that it has", async () => {
    const { url } = await serve(reply({ "content-type": "text/plain", "content-length": "1000" }));
    const answer = await post(url, "{}");
    expect(answer.headers.get("content-length")).toBe("7");
    expect(await answer.text()).toBe("größe");
  });

  test("that can't be written ends the connection, and no more", async () => {
    const receive = async () => ({ status: 200, headers: { trailer: "x" }, body: "text" });
    const { url, close } = await serveNode(toNode({ receive } as unknown as Receiver));
    closers.push(close);
    await expect(post(url, "{}")).rejects.toThrow("fetch failed");
  });

  test("to HEAD has no body, also where the server insists", async () => {
    const { url } = await serve({}, undefined, { rejectNonStandardBodyWrites: true });
    const answer = await fetch(url, { method: "HEAD" });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
  });

  test("to HEAD comes at once, also while a body is to come", async () => {
    const { url } = await serve();
    const sent = request(url, { method: "HEAD", headers: { "content-length": 2 } });
    sent.on("error", () => undefined).flushHeaders();
    const [response] = await once(sent, "response");
    expect(response.statusCode).toBe(405);
    sent.destroy();
  });

  test("that comes early leaves no timer behind", { timeout: 20_000 }, async () => {
    const clients: ClientRequest[] = [];
    // Half of the clients go away, half are refused and finish.
    const { url, outcomes } = await serve({ maxBodyBytes: 10 }, ({ headers }) => {
      const number = Number(headers["x-number"]);
      setTimeout(
        () => (number % 2 ? clients[number]?.destroy() : clients[number]?.end("67890123")),
        10,
      );
    });
    const before = timers();
    for (let i = 0; i < 20; i++) {
      const headers = { "transfer-encoding": "chunked", "x-number": i };
      const sent = request(url, { method: "POST", headers });
      sent.on("error", () => undefined).write("12345");
      clients.push(sent);
    }
    while (outcomes.length < 20) await pause(10);
    await pause(100);
    expect(timers()).toBeLessThanOrEqual(before + 2);
    const codes = outcomes.map(({ code }) => code);
    expect(codes.filter((code) => code === "body_too_large")).toHaveLength(10);
    expect(codes.filter((code) => code === "body_malformed")).toHaveLength(10);
  });

  test("reaches an HTTP/1.0 client", async () => {
    const { url } = await serve();
    const { "x-signature": signature } = await signedHeaders("{}");
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(`POST / HTTP/1.0\r\nx-signature: ${signature}\r\ncontent-length: 2\r\n\r\n{}`);
    let text = "";
    for await (const chunk of socket) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n\{"received":true\}$/);
  });
});

test("a sender without an end is cut off in bounded time and memory", {
  timeout: 20_000,
}, async () => {
  const { url, outcomes } = await serve({ maxBodyBytes: 1000 });
  const sent = request(url, { method: "POST" });
  const closed = once(
    sent.on("error", () => undefined),
    "close",
  );
  const piece = Buffer.alloc(65_536);
  let memory = 0;
  const send = (): void => {
    if (sent.destroyed) return;
    memory = Math.max(memory, process.memoryUsage().arrayBuffers);
    while (sent.write(piece));
    sent.once("drain", send);
  };
  const start = performance.now();
  const before = process.memoryUsage().arrayBuffers;
  send();
  const [response] = await once(sent, "response");
  expect(response.statusCode).toBe(413);
  expect(performance.now() - start).toBeLessThan(3000);
  response.on("error", () => undefined).resume();
  await closed;
  const seconds = (performance.now() - start) / 1000;
  expect(seconds).toBeGreaterThan(4);
  expect(seconds).toBeLessThan(12);
  expect(memory - before).toBeLessThan(50_000_000);
  expect(outcomes.map(({ code }) => code)).toEqual(["body_too_large"]);
});

test("a thousand requests leave no listener behind", { timeout: 20_000 }, async () => {
  const counts = new Set<number>();
  const { url, events: handled } = await serve({}, ({ socket }) => {
    const names = socket.eventNames();
    counts.add(names.reduce((sum, name) => sum + socket.listenerCount(name), 0));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const headers = await signedHeaders("{}");
  const send = async (): Promise<number | undefined> => {
    const sent = request(url, { method: "POST", headers, agent });
    sent.end("{}");
    const [response] = await once(sent, "response");
    await once(response.resume(), "end");
    return response.statusCode;
  };
  const statuses = await Promise.all(Array.from({ length: 1000 }, send));
  agent.destroy();
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(handled).toHaveLength(1000);
  // The first request of a connection may find it with fewer.
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
});
