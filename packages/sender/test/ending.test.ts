import { expect, test } from "vitest";
import { fakeTime } from "./fake-time.ts";
import { rawServer } from "./raw-server.ts";
import { event, sampleEndpoint, sampleSender, sampleServer } from "./sample-sender.ts";

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

test("close lets what is under way end, and hands back what waits", async () => {
  const { clock, time } = fakeTime(false);
  const failing = await sampleServer({ script: "500" });
  let answer = (): void => undefined;
  const slow = await rawServer((socket) => {
    answer = () => void socket.write(ok);
  });
  const sender = sampleSender({ clock });
  const waiting = sender.send(sampleEndpoint(failing.url, { id: "waiting" }), event);
  await failing.waitFor(1);
  await expect.poll(() => sender.attempts.length).toBe(1);
  const busy = sender.send(sampleEndpoint(slow.url, { id: "busy" }), event);
  await expect.poll(() => slow.requests()).toBe(1);
  const closed = sender.close();
  expect(await waiting).toMatchObject({
    code: "sender_closed",
    attempts: [{ number: 1, code: "status_refused" }],
    nextAttemptAt: new Date(time.now() + 5750),
    nextNumber: 2,
  });
  answer();
  expect((await busy).code).toBe("delivered");
  await closed;
  await slow.closed();
  expect(await sender.send(sampleEndpoint(failing.url), event)).toMatchObject({
    code: "sender_closed",
    nextNumber: 1,
    attempts: [],
  });
  expect((await sender.attempt(sampleEndpoint(failing.url), event, 4)).code).toBe("sender_closed");
  expect(failing.received()).toHaveLength(1);
});

test("after its grace close cancels what is under way, and says what was due next", async () => {
  const slow = await rawServer(() => undefined);
  const sender = sampleSender();
  const sending = sender.send(sampleEndpoint(slow.url), event);
  await expect.poll(() => slow.requests()).toBe(1);
  await sender.close({ graceMs: 50 });
  expect(await sending).toMatchObject({
    code: "sender_closed",
    attempts: [{ number: 1, code: "cancelled" }],
    nextNumber: 2,
  });
  await slow.closed();
});

test("what was handed back is sent on from there", async () => {
  const server = await sampleServer();
  const sender = sampleSender();
  const result = await sender.send(sampleEndpoint(server.url), event, { number: 7 });
  expect(result.attempts.map(({ number }) => number)).toEqual([7]);
});

test("a signal ends the attempt that is under way, and its connection", async () => {
  const slow = await rawServer(() => undefined);
  const sender = sampleSender();
  const off = new AbortController();
  const sending = sender.send(sampleEndpoint(slow.url), event, { signal: off.signal });
  await expect.poll(() => slow.requests()).toBe(1);
  off.abort();
  expect(await sending).toMatchObject({ code: "cancelled", attempts: [{ code: "cancelled" }] });
  await slow.closed();
  // It says nothing of the endpoint.
  expect(await sender.endpointState("ep_1")).toEqual({});
});

test("a signal ends the waiting for the next attempt, for a place and for a turn", async () => {
  const { clock } = fakeTime(false);
  const server = await sampleServer({ script: "500" });
  const sender = sampleSender({ clock });
  const off = new AbortController();
  const endpoint = sampleEndpoint(server.url, { ordered: true });
  const first = sender.send(endpoint, event, { signal: off.signal });
  await expect.poll(() => sender.attempts.length).toBe(1);
  const second = sender.send(endpoint, { ...event, id: "evt_2" }, { signal: off.signal });
  off.abort();
  expect(await first).toMatchObject({
    code: "cancelled",
    attempts: [{ number: 1 }],
    nextNumber: 2,
  });
  expect(await second).toMatchObject({ code: "cancelled", attempts: [], nextNumber: 1 });
});

test("a signal that was aborted before: nothing is sent", async () => {
  const server = await sampleServer();
  const sender = sampleSender();
  const signal = AbortSignal.abort();
  const endpoint = sampleEndpoint(server.url);
  expect(await sender.send(endpoint, event, { signal })).toMatchObject({ code: "cancelled" });
  const attempt = await sender.attempt(endpoint, event, 2, { signal });
  expect(attempt).toMatchObject({ code: "cancelled", number: 2, nextNumber: 2 });
  expect(server.received()).toEqual([]);
  expect(sender.attempts).toEqual([]);
});

test("no more are under way than may be; who waits for room loses nothing", async () => {
  const { clock } = fakeTime(false);
  const server = await sampleServer({ script: { "/down": "500", "*": "200" } });
  const sender = sampleSender({ clock, maxPending: 4, maxPendingPerEndpoint: 3 });
  const down = sampleEndpoint(`${server.url}/down`, { id: "down" });
  const off = new AbortController();
  const sendings = [1, 2, 3].map(() => sender.send(down, event, { signal: off.signal }));
  await expect.poll(() => sender.attempts.length).toBe(3);
  // One that is down takes no more than its share.
  expect(await sender.send(down, event)).toMatchObject({ code: "sender_full", nextNumber: 1 });
  expect((await sender.send(sampleEndpoint(server.url), event)).code).toBe("delivered");
  await sender.ready("other");
  const room = sender.ready("down");
  off.abort();
  await room;
  await Promise.all(sendings);
  const many = Array.from({ length: 50 }, (_, i) => sampleEndpoint(server.url, { id: `ep_${i}` }));
  const codes = (await sender.sendAll(many, event)).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(["delivered"]));
});

test("3,000 events to one endpoint: as many under way as may be, and each is delivered", async () => {
  const server = await sampleServer({ maxReceived: 1 });
  const sender = sampleSender({ maxPending: 100, onAttempt: undefined });
  const endpoint = sampleEndpoint(server.url, { concurrency: 100 });
  let open = 0;
  let most = 0;
  let delivered = 0;
  for (let i = 0; i < 3000; i++) {
    await sender.ready(endpoint.id);
    most = Math.max(most, ++open);
    void sender.send(endpoint, { type: "a", data: i }).then(({ code }) => {
      open--;
      if (code === "delivered") delivered++;
    });
  }
  await expect.poll(() => open, { timeout: 20_000 }).toBe(0);
  expect([delivered, open]).toEqual([3000, 0]);
  // One whose room is free may not have told its result yet.
  expect(most).toBeLessThan(120);
});
