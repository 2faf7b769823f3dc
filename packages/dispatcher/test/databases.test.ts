import { SenderError } from "@hooks/sender";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Sql, sqlEndpointStates } from "../src/index.ts";
import { databases, type TestDatabase } from "./databases.ts";
import { endpointAt, startDispatcher } from "./start-dispatcher.ts";
import { acceptedIds, webhookServer } from "./webhook-server.ts";

const patience = { timeout: 20_000, interval: 20 };
const eventOf = (id: string, data: unknown = { id }) => ({ id, type: "user.created", data });

describe.each(databases)("%s", (_name, open) => {
  let database: TestDatabase;
  // A Postgres in WebAssembly takes its time to come up.
  beforeAll(async () => {
    database = await open();
  }, 240_000);
  beforeEach(() => database.clear());
  afterAll(() => database.close());

  async function setUp(sql = database.sql) {
    const server = await webhookServer();
    const endpoints = [endpointAt(server.url, { ordered: true })];
    const started = startDispatcher({ endpoints, outbox: { sql, pollMs: 10 } });
    const rows = () =>
      database.sql("SELECT event_id, refused FROM hooks_outbox ORDER BY place", []);
    return { ...started, server, rows };
  }

  test("delivers what is committed, in its order, and keeps no row of it", async () => {
    const { dispatcher, server, rows } = await setUp();
    await database.transaction(async (tx) => {
      const published = await dispatcher.publish(eventOf("evt_1"), { tx });
      expect(published).toEqual({ eventId: "evt_1", added: 0, known: 0 });
      await dispatcher.publish(eventOf("evt_2", { quote: 'it\'s "$1" ?\u0000\ud800 é' }), { tx });
    });
    for (let i = 3; i <= 12; i++) {
      await database.transaction((tx) => dispatcher.publish(eventOf(`evt_${i}`), { tx }));
    }
    const received = await server.waitFor(12, 20_000);
    expect(acceptedIds(server)).toEqual(Array.from({ length: 12 }, (_, i) => `evt_${i + 1}`));
    expect(JSON.parse(received[1]?.text ?? "").data).toEqual({
      quote: 'it\'s "$1" ?\u0000\ud800 é',
    });
    await vi.waitFor(async () => expect(await rows()).toEqual([]), patience);
    expect((await dispatcher.health()).outbox).toEqual({ waiting: 0, refused: 0 });
  });

  test("delivers nothing of what is rolled back", async () => {
    const { dispatcher, server, rows } = await setUp();
    const broken = database.transaction(async (tx) => {
      await dispatcher.publish(eventOf("evt_1"), { tx });
      throw new Error("the application's");
    });
    await expect(broken).rejects.toThrow("the application's");
    await database.transaction((tx) => dispatcher.publish(eventOf("evt_2"), { tx }));
    await server.waitFor(1, 20_000);
    expect(acceptedIds(server)).toEqual(["evt_2"]);
    await vi.waitFor(async () => expect(await rows()).toEqual([]), patience);
  });

  test("refuses in the transaction what can't be sent, and another event under the same id", async () => {
    const { dispatcher, server } = await setUp();
    await database.transaction(async (tx) => {
      const bad = dispatcher.publish({ type: "no type", data: 1 }, { tx });
      await expect(bad).rejects.toMatchObject({ code: "event_invalid" });
      await dispatcher.publish(eventOf("evt_1"), { tx });
      await dispatcher.publish(eventOf("evt_1"), { tx });
      const other = dispatcher.publish(eventOf("evt_1", "other"), { tx });
      await expect(other).rejects.toMatchObject({ code: "event_id_reused" });
    });
    await server.waitFor(1, 20_000);
    await dispatcher.close();
    expect(acceptedIds(server)).toEqual(["evt_1"]);
  });

  test("refuses in the transaction what its own text would not say again", async () => {
    const convert = async ({ data }: { readonly data: unknown }) => {
      if (data instanceof Date) return { data };
      throw new SenderError("event_invalid", "data", "is no date");
    };
    const { dispatcher } = startDispatcher(
      { endpoints: [], outbox: { sql: database.sql } },
      { events: { convert } },
    );
    const bad = database.transaction((tx) =>
      dispatcher.publish({ id: "evt_1", type: "a", data: new Date() }, { tx }),
    );
    await expect(bad).rejects.toMatchObject({ code: "event_invalid" });
    expect(await database.sql("SELECT * FROM hooks_outbox", [])).toEqual([]);
  });

  test("publishes again what it could not forget, and delivers it once", async () => {
    let failures = 3;
    const flaky: Sql = (statement, params) => {
      if (statement.startsWith("DELETE") && failures-- > 0) throw new Error("away");
      return database.sql(statement, params);
    };
    const { dispatcher, server, rows, reports } = await setUp(flaky);
    await database.transaction((tx) => dispatcher.publish(eventOf("evt_1"), { tx }));
    await vi.waitFor(async () => {
      expect(failures).toBeLessThan(0);
      expect(await rows()).toEqual([]);
    }, patience);
    await server.waitFor(1, 20_000);
    await dispatcher.close();
    expect(acceptedIds(server)).toEqual(["evt_1"]);
    expect(reports.filter(({ type }) => type === "outbox.failed")).toHaveLength(3);
  });

  test("keeps what can't be published just now", async () => {
    const server = await webhookServer();
    const endpoint = endpointAt(server.url);
    let failures = 2;
    const forType = () => {
      if (failures-- > 0) throw new Error("the endpoints are away");
      return [endpoint];
    };
    const { dispatcher, reports } = startDispatcher({
      endpoints: { forType, find: () => endpoint },
      outbox: { sql: database.sql, pollMs: 10 },
    });
    await database.transaction((tx) => dispatcher.publish(eventOf("evt_1"), { tx }));
    await server.waitFor(1, 20_000);
    expect(acceptedIds(server)).toEqual(["evt_1"]);
    expect(reports.map(({ type }) => type)).toEqual(["outbox.failed", "outbox.failed"]);
  });

  test("sets aside what can't be published any more, and goes on with the others", async () => {
    const server = await webhookServer();
    let isKnown = true;
    const convert = async ({ type, data }: { readonly type: string; readonly data: unknown }) => {
      if (type === "old.one" && !isKnown) throw new SenderError("event_invalid", "type", "is new");
      return { data };
    };
    const { dispatcher, reports } = startDispatcher(
      { endpoints: [endpointAt(server.url)], outbox: { sql: database.sql, pollMs: 10 } },
      { events: { convert } },
      { relay: false },
    );
    await database.transaction(async (tx) => {
      await dispatcher.publish({ id: "evt_1", type: "old.one", data: 1 }, { tx });
      await dispatcher.publish(eventOf("evt_2"), { tx });
    });
    expect((await dispatcher.health()).outbox).toEqual({ waiting: 2, refused: 0 });
    await dispatcher.close();
    isKnown = false;
    const second = startDispatcher(
      { endpoints: [endpointAt(server.url)], outbox: { sql: database.sql, pollMs: 10 } },
      { events: { convert } },
    );
    await server.waitFor(1, 20_000);
    expect(acceptedIds(server)).toEqual(["evt_2"]);
    await vi.waitFor(async () => {
      expect((await second.dispatcher.health()).outbox).toEqual({ waiting: 0, refused: 1 });
    }, patience);
    expect(reports).toEqual([]);
    expect(second.reports).toEqual([
      expect.objectContaining({ type: "outbox.refused", eventId: "evt_1", code: "event_invalid" }),
    ]);
  });

  test("several relays of one table deliver each event once", async () => {
    const { dispatcher, server, queue, rows } = await setUp();
    for (let i = 0; i < 3; i++) {
      startDispatcher({
        queue,
        endpoints: [endpointAt(server.url, { ordered: true })],
        outbox: { sql: database.sql, pollMs: 1 },
      });
    }
    const count = 60;
    for (let i = 0; i < count; i++) {
      await database.transaction((tx) => dispatcher.publish(eventOf(`evt_${i}`), { tx }));
    }
    await server.waitFor(count, 20_000);
    await vi.waitFor(async () => expect(await rows()).toEqual([]), patience);
    expect(acceptedIds(server)).toEqual(Array.from({ length: count }, (_, i) => `evt_${i}`));
  });

  test("changes states of endpoints one after the other, however many change them at once", async () => {
    const all = [sqlEndpointStates(database.sql), sqlEndpointStates(database.sql)] as const;
    expect(await all[0].read("ep_1")).toBeUndefined();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        all[(i % 2) as 0 | 1].update("ep_1", ({ slowUntilMs = 0 }) => ({
          slowUntilMs: slowUntilMs + 1,
        })),
      ),
    );
    expect(await all[1].read("ep_1")).toEqual({ slowUntilMs: 40 });
    expect(await all[1].read("ep_2")).toBeUndefined();
  });

  test("tells a second process what the first has found out", async () => {
    const server = await webhookServer({ script: "410, 200" });
    const states = () => ({ states: sqlEndpointStates(database.sql) });
    const endpoints = [endpointAt(server.url)];
    const first = startDispatcher({ endpoints }, states());
    await first.dispatcher.publish({ id: "evt_1", type: "a", data: 1 });
    await expect.poll(async () => (await first.queue.counts()).dead).toBe(1);
    await first.dispatcher.close();

    const second = startDispatcher({ endpoints }, states());
    await second.dispatcher.publish({ id: "evt_2", type: "a", data: 1 });
    await expect
      .poll(async () => (await second.queue.status("evt_2.ep_1"))?.lastFailure?.code)
      .toBe("endpoint_disabled");
    expect(server.received()).toHaveLength(1);
    await second.dispatcher.enableEndpoint("ep_1");
    await server.waitFor(2, 10_000);
  });
});

test("a transaction needs the option", async () => {
  const { dispatcher } = startDispatcher({ endpoints: [] });
  const tx = () => [];
  const refused = dispatcher.publish(eventOf("evt_1"), { tx });
  await expect(refused).rejects.toMatchObject({ code: "option_missing" });
  const odd = () =>
    startDispatcher({ endpoints: [], outbox: { sql: tx, table: "a; DROP TABLE b" } });
  expect(odd).toThrow(expect.objectContaining({ code: "option_invalid" }));
});

test("the table's name is no way in", () => {
  expect(() => sqlEndpointStates(() => [], { table: 'a" --' })).toThrow(
    expect.objectContaining({ code: "option_invalid" }),
  );
});
