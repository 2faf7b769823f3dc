import { expect, test } from "vitest";
import { memoryAttemptsStore } from "../src/index.ts";
import { sampleAttempt, sampleEvent, startMs } from "./sample-attempt.ts";
import { testAttemptsStore } from "./test-attempts-store.ts";

testAttemptsStore("memory", (now, retentionMs) => memoryAttemptsStore({ now, retentionMs }));

test("the oldest go when there are too many", async () => {
  const store = memoryAttemptsStore({ maxEvents: 3, maxAttempts: 2, now: () => startMs });
  for (let i = 0; i < 5; i++) {
    await store.recordEvent(sampleEvent({ id: `evt_${i}` }));
    await store.recordAttempt(sampleAttempt({ eventId: `evt_${i}` }));
  }
  expect(await store.findEvent("evt_1")).toBe(undefined);
  expect((await store.findEvent("evt_2"))?.body).toHaveLength(3);
  const { attempts } = await store.findAttempts({});
  expect(attempts.map(({ eventId }) => eventId)).toEqual(["evt_4", "evt_3"]);
});

test("the oldest bodies go when they are too large, and the rows stay", async () => {
  const store = memoryAttemptsStore({ maxBytes: 10_000, now: () => startMs });
  for (let i = 0; i < 50; i++) {
    await store.recordEvent(sampleEvent({ id: `evt_${i}`, body: Buffer.alloc(1000) }));
    const replyBody = Buffer.alloc(1000);
    await store.recordAttempt(sampleAttempt({ eventId: `evt_${i}`, replyBody }));
  }
  const events = await Promise.all(
    Array.from({ length: 50 }, (_, i) => store.findEvent(`evt_${i}`)),
  );
  const { attempts } = await store.findAttempts({ limit: 1000 });
  const bodies = events.filter((event) => event?.body).length;
  const replies = attempts.filter(({ replyBody }) => replyBody.length > 0).length;
  expect(bodies + replies).toBe(10);
  expect(events.every(Boolean) && attempts.length === 50).toBe(true);
  expect(events.at(-1)?.body).toHaveLength(1000);
  // One that is larger than all the room there is.
  await store.recordEvent(sampleEvent({ id: "large", body: Buffer.alloc(10_001) }));
  expect(await store.findEvent("large")).not.toHaveProperty("body");
});

test.each(["maxEvents", "maxAttempts", "maxBytes", "retentionMs"])("%s has to be one", (name) => {
  for (const bound of [0, -1, Number.NaN]) {
    expect(() => memoryAttemptsStore({ [name]: bound })).toThrow(`${name}: `);
  }
});
