import { expect, test } from "vitest";
import { Lanes } from "../src/lanes.ts";
import { fakeTime } from "./fake-time.ts";
import { rawServer } from "./raw-server.ts";
import { event, sampleEndpoint, sampleSender, sampleServer } from "./sample-sender.ts";

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Lanes whose places are taken and given back by name. */
function sampleLanes(options: Partial<ConstructorParameters<typeof Lanes>[0]> = {}) {
  const { clock, ...time } = fakeTime(false);
  const lanes = new Lanes({ concurrency: 10, reserved: 2, clock, ...options });
  const running = new Map<string, () => void>();
  const enter = (
    name: string,
    endpoint: Partial<Parameters<Lanes["enter"]>[0]> = {},
    isFirst = true,
    signal?: AbortSignal,
  ) => {
    const lane = { id: "ep_1", concurrency: 3, ...endpoint };
    return Promise.resolve(lanes.enter(lane, isFirst, signal)).then((leave) => {
      if (leave) running.set(name, leave);
      return leave !== undefined;
    });
  };
  const leave = async (name: string) => {
    running.get(name)?.();
    running.delete(name);
    await tick();
  };
  return { lanes, enter, leave, running: () => [...running.keys()].join(" "), ...time };
}

test("an endpoint has no more at the same time than it may", async () => {
  const { enter, leave, running } = sampleLanes();
  for (const name of ["a", "b", "c", "d", "e"]) void enter(name);
  await tick();
  expect(running()).toBe("a b c");
  await leave("b");
  expect(running()).toBe("a c d");
});

test("one that has much to be sent holds up no other: they come in turns", async () => {
  const { enter, leave, running } = sampleLanes({ concurrency: 2, reserved: 0 });
  for (let i = 0; i < 50; i++) void enter(`busy${i}`);
  void enter("x", { id: "ep_2" });
  void enter("y", { id: "ep_3" });
  await tick();
  expect(running()).toBe("busy0 busy1");
  await leave("busy0");
  await leave("busy1");
  expect(running().split(" ")).toContain("x");
  await leave(
    running()
      .split(" ")
      .find((name) => name !== "x") ?? "",
  );
  await leave("x");
  expect(running().split(" ")).toContain("y");
});

test("some places are for first attempts alone, and neither kind starves", async () => {
  const { enter, leave, running } = sampleLanes({ concurrency: 5, reserved: 2 });
  for (let i = 0; i < 9; i++) void enter(`again${i}`, { id: `a${i}` }, false);
  await tick();
  expect(running()).toBe("again0 again1 again2");
  for (let i = 0; i < 9; i++) void enter(`first${i}`, { id: `f${i}` });
  await tick();
  expect(running()).toBe("again0 again1 again2 first0 first1");
  for (let i = 0; i < 4; i++) await leave(running().split(" ")[0] ?? "");
  const names = running().split(" ");
  expect(names.filter((name) => name.startsWith("again")).length).toBeGreaterThan(0);
  expect(names.filter((name) => name.startsWith("first")).length).toBeGreaterThan(1);
});

test("a rate: no more begin in any such time, and the rest as soon as they may", async () => {
  const { enter, leave, running, time, jump, waiting } = sampleLanes();
  const limited = { rateLimit: { count: 2, perMs: 1000 } };
  void enter("a", limited);
  await tick();
  time.advance(400);
  for (const name of ["b", "c", "d"]) void enter(name, limited);
  await tick();
  await leave("a");
  await leave("b");
  expect(running()).toBe("");
  expect(waiting()).toBe(1);
  const startMs = time.now();
  jump();
  await tick();
  expect([running(), time.now() - startMs]).toEqual(["c", 600]);
  jump();
  await tick();
  expect([running(), time.now() - startMs]).toEqual(["c d", 1000]);
});

test("a slowed lane goes one by one until its time is over", async () => {
  const { lanes, enter, leave, running, time } = sampleLanes();
  void enter("a");
  await tick();
  lanes.slow("ep_1", time.now() + 1000);
  for (const name of ["b", "c", "d"]) void enter(name);
  await tick();
  expect(running()).toBe("a");
  await leave("a");
  expect(running()).toBe("b");
  time.advance(1000);
  await leave("b");
  expect(running()).toBe("c d");
});

test("who is called off waits no longer, and takes nobody's place", async () => {
  const { lanes, enter, leave, running } = sampleLanes({ concurrency: 1, reserved: 0 });
  void enter("a");
  const off = new AbortController();
  const b = enter("b", {}, true, off.signal);
  void enter("c");
  off.abort();
  expect(await b).toBe(false);
  await leave("a");
  expect(running()).toBe("c");
  const d = enter("d");
  lanes.close();
  expect(await d).toBe(false);
  expect(await enter("e")).toBe(false);
});

test("lanes are forgotten when nothing is in them", async () => {
  const { lanes, enter, leave } = sampleLanes();
  for (let i = 0; i < 1000; i++) {
    await enter("a", { id: `ep_${i}` });
    await leave("a");
  }
  expect(lanes.size).toBe(0);
});

test("of an ordered endpoint, the next event goes when the one before has been delivered", async () => {
  const { clock } = fakeTime();
  const server = await sampleServer({ script: "500, 500, 200" });
  const sender = sampleSender({ clock });
  const endpoint = sampleEndpoint(server.url, { ordered: true });
  const results = await Promise.all(
    ["evt_1", "evt_2", "evt_3"].map((id) => sender.send(endpoint, { ...event, id })),
  );
  expect(results.map(({ code }) => code)).toEqual(["delivered", "delivered", "delivered"]);
  const ids = server.received().map(({ headers }) => String(headers["webhook-id"]));
  expect(ids).toEqual(["evt_1", "evt_1", "evt_1", "evt_2", "evt_3"]);
});

test("an endpoint that hangs delays none of a hundred others", async () => {
  const hanging = await rawServer(() => undefined);
  const server = await sampleServer();
  const sender = sampleSender({ concurrency: 10, deadlineMs: 5000 });
  const others = Array.from({ length: 100 }, (_, i) =>
    sampleEndpoint(server.url, { id: `ok_${i}` }),
  );
  const slow = sampleEndpoint(hanging.url, { id: "slow" });
  const off = new AbortController();
  const all = sender.sendAll([slow, ...others], event, { signal: off.signal });
  await server.waitFor(100, 20_000);
  expect(hanging.requests()).toBe(1);
  off.abort();
  const results = await all;
  expect(results.map(({ endpointId }) => endpointId)).toEqual([
    "slow",
    ...others.map(({ id }) => id),
  ]);
  expect(results[0]?.code).toBe("cancelled");
  // Those whose reply was under way when it was called off aside.
  expect(results.filter(({ code }) => code === "delivered").length).toBeGreaterThan(85);
});
