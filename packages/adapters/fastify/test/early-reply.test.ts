import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { createEndpoint } from "../../node/test/endpoint.ts";
import { toFastify } from "../src/index.ts";
import { serveFastify } from "./serve-fastify.ts";

const closers: (() => Promise<void>)[] = [];

const faults: unknown[] = [];
const record = (fault: unknown): unknown => faults.push(fault);
const events = ["warning", "unhandledRejection", "uncaughtException"] as const;
for (const event of events) process.on(event, record);

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  expect(faults).toEqual([]);
});

async function serve(before: (number: number) => unknown = () => undefined) {
  const endpoint = createEndpoint({ maxBodyBytes: 10 });
  const app = Fastify();
  app.addHook("onRequest", async ({ headers }) => void before(Number(headers["x-number"])));
  app.register(toFastify(endpoint.receiver), { url: "*" });
  const { url, close } = await serveFastify(app);
  closers.push(close);
  return { ...endpoint, url };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const timers = (): number =>
  process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;

test("a sender without an end is cut off in bounded time and memory", {
  timeout: 20_000,
}, async () => {
  const { url, outcomes } = await serve();
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

test("an early reply leaves no timer behind", { timeout: 20_000 }, async () => {
  const clients: ClientRequest[] = [];
  // Half of the clients go away, half are refused and finish.
  const { url, outcomes } = await serve((number) => {
    setTimeout(
      () => (number % 2 ? clients[number]?.destroy() : clients[number]?.end("67890123")),
      10,
    );
  });
  const before = timers();
  for (let i = 0; i < 20; i++) {
    const headers = { "transfer-encoding": "chunked", "x-number": i };
    const sent = request(url, { method: i < 10 ? "POST" : "PUT", headers });
    sent.on("error", () => undefined).write("12345");
    clients.push(sent);
  }
  while (outcomes.length < 20) await pause(10);
  await pause(100);
  expect(timers()).toBeLessThanOrEqual(before + 2);
  const codes = outcomes.map(({ code }) => code);
  expect(codes.filter((code) => code === "body_too_large")).toHaveLength(5);
  expect(codes.filter((code) => code === "body_malformed")).toHaveLength(5);
  expect(codes.filter((code) => code === "method_not_allowed")).toHaveLength(10);
});

test("a HEAD is answered at once, also while a body is to come", async () => {
  const { url } = await serve();
  const sent = request(url, { method: "HEAD", headers: { "content-length": 2 } });
  sent.on("error", () => undefined).flushHeaders();
  const [response] = await once(sent, "response");
  expect(response.statusCode).toBe(405);
  sent.destroy();
});
