import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { createGunzip } from "node:zlib";
import { stripe } from "@hooks/providers/stripe";
import {
  createEvent,
  createWebhookServer,
  deliver,
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

const post = (text = "") => ({
  method: "POST",
  url: "/",
  headers: {},
  body: new TextEncoder().encode(text),
});

/** The answer as Node gives it, with its body unread. */
async function answer(url: string): Promise<IncomingMessage> {
  const request = get(url, { agent: false }).on("error", () => undefined);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response.on("error", () => undefined);
}

async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) length += chunk.length;
  return length;
}

test("drips: byte after byte, and there is no end", async () => {
  const server = await serve({ script: "drip(every=5)" });
  const response = await answer(server.url);
  const seen: string[] = [];
  for await (const chunk of response.setEncoding("utf8")) {
    seen.push(chunk as string);
    if (seen.join("").length >= 20) break;
  }
  expect(seen.join("")).toMatch(/^\.+$/);
  // On a busy machine some come together.
  expect(seen.length).toBeGreaterThan(3);
  await expect(deliver(server.url, post(), { timeoutMs: 200 })).rejects.toThrow(
    "no answer within 200 ms",
  );
});

test("oversized: as many bytes as were asked for, and a client may leave before", async () => {
  const server = await serve({ script: "oversized(bytes=3000000), oversized" });
  expect(await lengthOf(await answer(server.url))).toBe(3_000_000);
  await expect(deliver(server.url, post(), { maxReplyBytes: 1000 })).rejects.toThrow(
    "the answer is over 1000 bytes",
  );
});

test("a gzip bomb is small until it is decompressed", async () => {
  const server = await serve({ script: "gzip-bomb(bytes=20000000)x2" });
  const response = await answer(server.url);
  expect(response.headers["content-encoding"]).toBe("gzip");
  expect(await lengthOf(response)).toBeLessThan(100_000);
  const second = await answer(server.url);
  expect(await lengthOf(second.pipe(createGunzip()))).toBe(20_000_000);
});

test("redirects and 410, with the headers that were asked for", async () => {
  const script =
    "307(location=http://other.example/), 307(location=http://169.254.169.254/latest/), 410";
  const server = await serve({ script });
  const answers = [];
  for (let i = 0; i < 3; i++) {
    const { status, headers } = await deliver(server.url, post());
    answers.push([status, headers["location"]]);
  }
  expect(answers).toEqual([
    [307, "http://other.example/"],
    [307, "http://169.254.169.254/latest/"],
    [410, undefined],
  ]);
});

test("closes in the middle of a drip and of an answer that nobody reads", async () => {
  const server = await serve({ script: "drip, oversized" });
  const { port } = new URL(server.url);
  const sockets = await Promise.all(
    [1, 2].map(async () => {
      const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
      await once(socket, "connect");
      socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      await once(socket, "readable");
      return socket;
    }),
  );
  await server.close();
  for (const socket of sockets) {
    if (!socket.closed) await once(socket.resume(), "close");
  }
});

test("a duplicate is known by its id, or by its bytes; what is refused is none", async () => {
  const plain = await serve();
  for (const text of ["a", "b", "a", "a"]) await deliver(plain.url, post(text));
  expect(plain.received().map(({ duplicate }) => duplicate)).toEqual([false, false, true, true]);
  expect(plain.duplicates()).toBe(2);
  plain.clear();
  await deliver(plain.url, post("a"));
  expect(plain.duplicates()).toBe(0);

  const secret = "whsec_of_the_tests";
  const strict = await serve({ provider: stripe, secret });
  const send = async (id: string, more = {}) =>
    deliver(strict.url, await signedDelivery(stripe, { secret, id, type: "a.b", ...more }));
  await send("evt_1", { tamper: true });
  await send("evt_1");
  await send("evt_2");
  // Signed anew, as a retry is.
  await send("evt_1", { now: () => Date.now() - 2000 });
  await send("evt_2", { wrongSecret: true });
  expect(strict.received().map(({ duplicate }) => duplicate)).toEqual([
    false,
    false,
    false,
    true,
    false,
  ]);
  expect(strict.duplicates()).toBe(1);
});

test("tells which ones came too late", async () => {
  const server = await serve();
  const send = (at: number) =>
    deliver(
      server.url,
      post(JSON.stringify(createEvent("a", at, { now: () => at, id: `e${at}` }))),
    );
  for (const at of [1000, 3000, 2000, 3000, 1000, 4000]) await send(at);
  const told = (list: readonly { text: string }[]) =>
    list.map(({ text }) => JSON.parse(text).data as number);
  // The second 3000 and 1000 are duplicates.
  expect(told(server.outOfOrder())).toEqual([2000]);
  const downwards = server.outOfOrder(({ text }) => -JSON.parse(text).data);
  expect(told(downwards)).toEqual([3000, 2000, 4000]);
  await deliver(server.url, post("no JSON"));
  expect(server.outOfOrder().length).toBe(1);
});
