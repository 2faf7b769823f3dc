import { fakeClock } from "@hooks/testing";
import { expect, test } from "vitest";
import type { Attempt, AttemptsQuery, FailedEvent, ReplayableStore } from "../src/index.ts";
import { sampleAttempt, sampleEvent, startMs } from "./sample-attempt.ts";

/** Makes a store that holds nothing yet, with this clock and these milliseconds of retention. */
export type CreateAttemptsStore = (now: () => number, retentionMs: number) => ReplayableStore;

const retentionMs = 1000;

async function pages(store: ReplayableStore, query: AttemptsQuery): Promise<Attempt[][]> {
  const found: Attempt[][] = [];
  for (let cursor: string | undefined, i = 0; i === 0 || cursor !== undefined; i++) {
    const page = await store.findAttempts({ ...query, cursor });
    found.push([...page.attempts]);
    expect(i, "pages have no end").toBeLessThan(50);
    cursor = page.cursor;
  }
  return found;
}

const namesOf = (attempts: readonly Attempt[]): string[] =>
  attempts.map(({ eventId, number }) => `${eventId}#${number}`);

/** The tests that every store of attempts has to pass. */
export function testAttemptsStore(name: string, create: CreateAttemptsStore): void {
  const start = () => {
    const clock = fakeClock(startMs);
    return { clock, store: create(clock.now, retentionMs) };
  };
  const it = (what: string, run: () => Promise<void>) => test(`${name}: ${what}`, run);

  it("an attempt comes back as it was recorded", async () => {
    const { store } = start();
    const bare = sampleAttempt({ eventId: "evt_2", startedAt: new Date(startMs - 1) });
    const { status, error, nextAttemptAt, nextNumber, ...least } = bare;
    for (const attempt of [sampleAttempt(), { ...least, replyBody: new Uint8Array() }]) {
      await store.recordAttempt(attempt);
    }
    const { attempts, cursor } = await store.findAttempts({});
    expect(attempts.map((one) => ({ ...one, replyBody: [...one.replyBody] }))).toStrictEqual([
      { ...sampleAttempt(), replyBody: [0, 255, 1] },
      { ...least, replyBody: [] },
    ]);
    expect(cursor).toBe(undefined);
  });

  it("one attempt for each number of an event and endpoint: the first", async () => {
    const { store } = start();
    await Promise.all([
      store.recordAttempt(sampleAttempt()),
      store.recordAttempt(sampleAttempt({ code: "delivered", status: 200 })),
      store.recordAttempt(sampleAttempt({ number: 2 })),
      store.recordAttempt(sampleAttempt({ endpointId: "ep_2" })),
    ]);
    const { attempts } = await store.findAttempts({});
    expect(attempts).toHaveLength(3);
    expect(attempts.every(({ code }) => code === "status_refused")).toBe(true);
  });

  it("an event is kept once, and by its version", async () => {
    const { store } = start();
    const old = sampleEvent({ version: "v9" });
    expect(await store.recordEvent(old)).toBe(true);
    expect(await store.recordEvent(sampleEvent({ version: "v10" }))).toBe(true);
    expect(await store.recordEvent({ ...old, body: Buffer.from("other") })).toBe(false);
    const found = await store.findEvent("evt_1", "v9");
    expect({ ...found, body: [...(found?.body ?? [])] }).toEqual({ ...old, body: [255, 254, 0] });
    expect((await store.findEvent("evt_1"))?.version, "the newest").toBe("v10");
    expect(await store.recordEvent(sampleEvent())).toBe(true);
    expect("version" in ((await store.findEvent("evt_1")) ?? {})).toBe(false);
    expect(await store.findEvent("evt_1", "v1")).toBe(undefined);
    expect(await store.findEvent("evt_2")).toBe(undefined);
  });

  it("nobody changes what is kept through what they hold", async () => {
    const { store } = start();
    const event = sampleEvent();
    const attempt = sampleAttempt();
    await store.recordEvent(event);
    await store.recordAttempt(attempt);
    event.body.fill(7);
    attempt.replyBody.fill(7);
    (await store.findEvent("evt_1"))?.body?.fill(7);
    (await store.findAttempts({})).attempts[0]?.replyBody.fill(7);
    expect([...((await store.findEvent("evt_1"))?.body ?? [])]).toEqual([255, 254, 0]);
    expect([...((await store.findAttempts({})).attempts[0]?.replyBody ?? [])]).toEqual([0, 255, 1]);
  });

  it("queries by endpoint, event, type, code, status and time", async () => {
    const { store } = start();
    const at = (ms: number) => new Date(startMs + ms);
    for (const attempt of [
      sampleAttempt(),
      sampleAttempt({ eventId: "evt_2", startedAt: at(10), code: "timeout", status: undefined }),
      sampleAttempt({ eventId: "evt_3", startedAt: at(20), status: 404 }),
      sampleAttempt({ eventId: "evt_4", startedAt: at(30), eventType: "user.deleted" }),
      sampleAttempt({ eventId: "evt_5", startedAt: at(40), endpointId: "ep_2" }),
    ]) {
      await store.recordAttempt(attempt);
    }
    const found = async (query: AttemptsQuery) =>
      (await store.findAttempts(query)).attempts.map(({ eventId }) => eventId.slice(4)).join("");
    expect(await found({})).toBe("54321");
    expect(await found({ endpointId: "ep_2" })).toBe("5");
    expect(await found({ eventId: "evt_2" })).toBe("2");
    expect(await found({ eventType: "user.deleted" })).toBe("4");
    expect(await found({ code: "timeout" })).toBe("2");
    expect(await found({ status: 404 })).toBe("3");
    expect(await found({ from: at(10), to: at(40) })).toBe("432");
    expect(await found({ endpointId: "ep_1", status: 500, from: at(1) })).toBe("4");
    expect(await found({ endpointId: "' OR 1=1 --" })).toBe("");
  });

  it("pages neither skip nor repeat, whatever is recorded in between", async () => {
    const { store } = start();
    const record = (id: number, ms: number) =>
      store.recordAttempt(
        sampleAttempt({ eventId: `evt_${id}`, startedAt: new Date(startMs + ms) }),
      );
    // Several at one time.
    for (let i = 0; i < 10; i++) await record(i, Math.floor(i / 4));
    const first = await store.findAttempts({ limit: 3 });
    await record(100, 50);
    await record(101, 2);
    const rest = await pages(store, { limit: 3, cursor: first.cursor });
    const second = await store.findAttempts({ limit: 1000, cursor: first.cursor });
    expect(namesOf(first.attempts)).toEqual(["evt_9#1", "evt_8#1", "evt_7#1"]);
    expect(namesOf(second.attempts)).toEqual([6, 5, 4, 3, 2, 1, 0].map((id) => `evt_${id}#1`));
    expect((await pages(store, { limit: 5 })).map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(rest.flat().length).toBeGreaterThan(0);
    expect(await pages(store, { limit: 12 })).toHaveLength(1);
  });

  it("a cursor or limit that no page gave is refused", async () => {
    const { store } = start();
    await store.recordAttempt(sampleAttempt());
    const encoded = (text: string) => Buffer.from(text).toString("base64url");
    const cursors: unknown[] = [
      "",
      "x",
      "a".repeat(100_000),
      encoded("1"),
      encoded("1.2.3"),
      encoded("1.-1"),
      encoded("1; DROP TABLE attempts.1"),
      encoded("9007199254740993.1"),
      encoded("01.1"),
      `${encoded("1.1")}=`,
      `${encoded("1.1")}\n`,
      1,
      {},
      ["MS4x"],
    ];
    for (const cursor of cursors) {
      for (const verb of ["findAttempts", "findFailed"] as const) {
        const call = async () => store[verb]({ endpointId: "ep_1", cursor: cursor as string });
        const fault = { code: "option_invalid", field: "cursor" };
        await expect(call(), String(cursor)).rejects.toMatchObject(fault);
      }
    }
    for (const limit of [0, -1, 1.5, 1001, Number.NaN, "1"] as number[]) {
      const fault = { code: "option_invalid", field: "limit" };
      await expect((async () => store.findAttempts({ limit }))()).rejects.toMatchObject(fault);
    }
    const query = async (members: object) => store.findAttempts(members);
    await expect(query({ from: new Date(Number.NaN) })).rejects.toMatchObject({ field: "from" });
    await expect(query({ endpointId: { a: 1 } })).rejects.toMatchObject({ field: "endpointId" });
    await expect(query({ status: "500" })).rejects.toMatchObject({ field: "status" });
  });

  it("what can't be kept is refused", async () => {
    const { store } = start();
    for (const [field, changes] of Object.entries({
      eventId: { eventId: "" },
      endpointId: { endpointId: "a".repeat(201) },
      number: { number: 0 },
      startedAt: { startedAt: new Date(Number.NaN) },
      durationMs: { durationMs: Number.NaN },
    })) {
      const call = async () => store.recordAttempt(sampleAttempt(changes));
      await expect(call()).rejects.toMatchObject({ code: "option_invalid", field });
    }
    const call = async () => store.recordEvent(sampleEvent({ body: "text" as never }));
    await expect(call()).rejects.toMatchObject({ code: "option_invalid", field: "body" });
    expect((await store.findAttempts({})).attempts).toEqual([]);
  });

  it("bodies are dropped when it is said, and the rows still tell what was there", async () => {
    const { store, clock } = start();
    await store.recordEvent(sampleEvent());
    await store.recordAttempt(sampleAttempt());
    clock.advance(500);
    await store.recordEvent(sampleEvent({ id: "evt_2" }));
    expect(await store.dropPayloads(new Date(startMs))).toBe(0);
    expect(await store.dropPayloads(new Date(startMs + 500))).toBe(1);
    expect(await store.findEvent("evt_1")).toEqual({
      id: "evt_1",
      type: "user.created",
      timestamp: new Date(startMs),
    });
    expect((await store.findEvent("evt_2"))?.body).toHaveLength(3);
    expect((await store.findAttempts({})).attempts[0]?.replyBody).toHaveLength(0);
    expect(await store.recordEvent(sampleEvent())).toBe(false);
    await store.recordAttempt(sampleAttempt({ code: "delivered" }));
    expect((await store.findAttempts({ code: "delivered" })).attempts).toEqual([]);
    expect(await store.dropPayloads(new Date(startMs + 500))).toBe(0);
    const call = async () => store.dropPayloads(new Date(Number.NaN));
    await expect(call()).rejects.toMatchObject({ field: "before" });
  });

  it("bodies that are too old are dropped as others are recorded", async () => {
    const { store, clock } = start();
    for (let i = 0; i < 6; i++) {
      await store.recordEvent(sampleEvent({ id: `old_${i}` }));
      await store.recordAttempt(sampleAttempt({ eventId: `old_${i}` }));
    }
    clock.advance(retentionMs);
    const left = async () => {
      const ids = Array.from({ length: 6 }, (_, i) => `old_${i}`);
      const events = await Promise.all(ids.map((id) => store.findEvent(id)));
      const { attempts } = await store.findAttempts({ to: new Date(startMs + 1) });
      const replies = attempts.filter(({ replyBody }) => replyBody.length > 0);
      return events.filter((event) => event?.body).length + replies.length;
    };
    await store.recordEvent(sampleEvent({ id: "at the edge" }));
    expect(await left()).toBe(12);
    clock.advance(1);
    for (let i = 0; i < 4; i++) await store.recordEvent(sampleEvent({ id: `new_${i}` }));
    expect(await left()).toBe(0);
    expect((await store.findEvent("new_0"))?.body).toHaveLength(3);
  });

  it("what is to be sent again: events whose last attempt failed", async () => {
    const { store } = start();
    const at = (ms: number) => new Date(startMs + ms);
    const record = (eventId: string, number: number, ms: number, changes: Partial<Attempt> = {}) =>
      store.recordAttempt(sampleAttempt({ eventId, number, startedAt: at(ms), ...changes }));
    const delivered = { code: "delivered", status: 200 } as const;
    await record("gave up", 1, 0);
    await record("gave up", 2, 40);
    await record("came through", 1, 1);
    await record("came through", 2, 20, delivered);
    await record("at once", 1, 2, delivered);
    await record("waits", 1, 30, { code: "timeout", status: undefined });
    await record("elsewhere", 1, 35, { endpointId: "ep_2" });
    const found = async (query: object = {}) => {
      const all: FailedEvent[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.findFailed({ endpointId: "ep_1", limit: 1, cursor, ...query });
        all.push(...page.events);
        expect(all.length, "pages have no end").toBeLessThan(50);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return all.map(({ eventId, nextNumber }) => `${eventId} ${nextNumber}`);
    };
    expect(await found()).toEqual(["waits 2", "gave up 3"]);
    expect(await found({ to: at(40) }), "its last attempt was later").toEqual(["waits 2"]);
    expect(await found({ from: at(31), to: at(41) })).toEqual(["gave up 3"]);
    expect(await found({ endpointId: "ep_2" })).toEqual(["elsewhere 2"]);
    // Sent again, under the next number.
    await record("waits", 2, 50, delivered);
    expect(await found()).toEqual(["gave up 3"]);
    const [event] = (await store.findFailed({ endpointId: "ep_1" })).events;
    expect(event).toMatchObject({ eventType: "user.created", lastAttempt: { number: 2 } });
  });

  it("a thousand at once are all there", async () => {
    const { store } = start();
    const ids = Array.from({ length: 1000 }, (_, i) => `evt_${i}`);
    const isNew = await Promise.all(
      ids.flatMap((id) => [
        store.recordEvent(sampleEvent({ id })),
        store.recordEvent(sampleEvent({ id })),
      ]),
    );
    expect(isNew.filter(Boolean)).toHaveLength(1000);
    await Promise.all(ids.map((eventId) => store.recordAttempt(sampleAttempt({ eventId }))));
    expect((await store.findAttempts({ limit: 1000 })).attempts).toHaveLength(1000);
  });
}
