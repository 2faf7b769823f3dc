import { once } from "node:events";
import { connect } from "node:net";
import { stripe } from "@hooks/providers/stripe";
import {
  createWebhookServer,
  deliver,
  fakeClock,
  signedDelivery,
  type WebhookServer,
  type WebhookServerOptions,
} from "@hooks/testing";
import { afterEach, expect, test } from "vitest";

const open: WebhookServer[] = [];
async function serve(options: WebhookServerOptions = {}): Promise<WebhookServer> {
  const server = await createWebhookServer(options);
  open.push(server);
  return server;
}
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const post = (text = "", headers: Record<string, string> = {}) => ({
  method: "POST",
  url: "/",
  headers,
  body: new TextEncoder().encode(text),
});

test("keeps the bytes, the headers, the URL and the order", async () => {
  const { now } = fakeClock(1234);
  const server = await serve({ now });
  const body = Uint8Array.of(0xff, 0, 0x7b);
  await deliver(`${server.url}/a?b=1`, { ...post(), headers: { "x-one": "1" }, body });
  await deliver(`${server.url}/a`, post("two"));
  await deliver(`${server.url}/c`, post("three"));
  const [one, two, three] = server.received();
  expect(one).toMatchObject({
    method: "POST",
    url: `${server.url}/a?b=1`,
    receivedAt: 1234,
    attempt: 1,
  });
  expect([...(one?.body ?? [])]).toEqual([0xff, 0, 0x7b]);
  expect(one?.headers["x-one"]).toEqual(["1"]);
  expect([two?.text, two?.attempt, three?.attempt]).toEqual(["two", 2, 1]);
  server.clear();
  expect(server.received()).toEqual([]);
});

test("plays its script step by step, and its last step from then on", async () => {
  const server = await serve({
    script: "500x3, timeout, 429(retry-after=5; x-why=slow), reset, truncated, 200",
  });
  const answers: unknown[] = [];
  for (let i = 0; i < 9; i++) {
    answers.push(
      await deliver(server.url, post(), { timeoutMs: 300 }).then(
        ({ status, headers }) => [status, headers["retry-after"], headers["x-why"]],
        (error: Error & { code?: string }) => error.code ?? error.message,
      ),
    );
  }
  const plain = (status: number) => [status, undefined, undefined];
  expect(answers).toEqual([
    plain(500),
    plain(500),
    plain(500),
    "no answer within 300 ms",
    [429, "5", "slow"],
    "ECONNRESET",
    "the connection ended before the answer did",
    plain(200),
    plain(200),
  ]);
  expect(server.received().length).toBe(9);
  server.clear();
  expect((await deliver(server.url, post())).status).toBe(500);
});

test("has a script for each path", async () => {
  const server = await serve({ script: { "/gone": "410", "*": "503, 204" } });
  const status = async (path: string) => (await deliver(server.url + path, post())).status;
  expect([
    await status("/gone"),
    await status("/a"),
    await status("/b"),
    await status("/gone?x"),
  ]).toEqual([410, 503, 204, 410]);
});

test.each([
  "",
  "200,",
  "99",
  "600",
  "101",
  "500x0",
  "500x99999",
  "500 x3",
  "sleep",
  "429(retry-after)",
  "429(a=b\r\nc: d)",
  "timeout(a=1)",
  "drip(bytes=1)",
  "drip(every=0)",
  "oversized(bytes=99999999999)",
  "gzip-bomb(bytes=-1)",
])("refuses the script %j", async (script) => {
  await expect(createWebhookServer({ script })).rejects.toThrow(/is no (step|header)|at most/);
});

test("verifies, and answers what it refuses as a receiver does", async () => {
  const secret = "whsec_of_the_tests";
  const server = await serve({ provider: stripe, secret, script: "500, 202" });
  const send = async (options: object) =>
    deliver(server.url, await signedDelivery(stripe, { secret, type: "a", ...options }));
  const forged = await send({ tamper: true });
  expect([forged.status, forged.text]).toEqual([401, '{"error":"signature_mismatch"}']);
  expect((await send({ id: "evt_1" })).status).toBe(500);
  expect((await send({ stale: true })).text).toBe('{"error":"timestamp_too_old"}');
  expect((await send({ id: "evt_2" })).status).toBe(202);
  expect(server.received().map(({ error, verified }) => error ?? verified?.id)).toEqual([
    "signature_mismatch",
    "evt_1",
    "timestamp_too_old",
    "evt_2",
  ]);
  await expect(createWebhookServer({ provider: stripe })).rejects.toThrow("both");
});

test("waits for a number, for a certain one, and no longer than it may", async () => {
  const server = await serve();
  const two = server.waitFor(2);
  const certain = server.waitFor(({ text }) => text === "b");
  await deliver(server.url, post("a"));
  await deliver(server.url, post("b"));
  expect((await two).map(({ text }) => text)).toEqual(["a", "b"]);
  expect((await certain).map(({ text }) => text)).toEqual(["b"]);
  expect((await server.waitFor(1)).length).toBe(2);
  await expect(server.waitFor(3, 20)).rejects.toThrow(
    "3 deliveries awaited, 2 received: 20 ms are over",
  );
  const never = server.waitFor(() => false);
  never.catch(() => undefined);
  await server.close();
  await expect(never).rejects.toThrow("the server was closed");
});

test("a large body is refused and not kept, and the oldest delivery goes first", async () => {
  const server = await serve({ maxBodyBytes: 10, maxReceived: 2 });
  expect((await deliver(server.url, post("12345678901"))).status).toBe(413);
  for (const text of ["1", "2", "1234567890"]) await deliver(server.url, post(text));
  expect(server.received().map(({ text }) => text)).toEqual(["2", "1234567890"]);
});

test("closes with connections that are open, whatever they wait for", async () => {
  const server = await serve({ script: "timeout" });
  const { port } = new URL(server.url);
  const idle = connect(Number(port), "127.0.0.1");
  const half = connect(Number(port), "127.0.0.1");
  half.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf");
  const asked = deliver(server.url, post("x")).catch((error: Error) => error.message);
  await Promise.all([once(idle, "connect"), once(half, "connect"), server.waitFor(1)]);
  const ends = [idle, half].map((socket) =>
    once(socket.on("error", () => undefined).resume(), "close"),
  );
  await server.close();
  await Promise.all(ends);
  expect(await asked).toMatch(/hang up|ECONNRESET/);
  await server.close();
  await expect(deliver(server.url, post())).rejects.toThrow("ECONNREFUSED");
});
