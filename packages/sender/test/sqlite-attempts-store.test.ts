import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import type { SenderError } from "../src/index.ts";
import { type SqliteAttemptsStoreOptions, sqliteAttemptsStore } from "../src/sqlite.ts";
import { attemptsDirectory } from "./attempts-directory.ts";
import { sampleAttempt, sampleEvent, startMs } from "./sample-attempt.ts";
import { testAttemptsStore } from "./test-attempts-store.ts";

const newFile = attemptsDirectory();
const open: Disposable[] = [];
afterAll(() => {
  for (const one of open) one[Symbol.dispose]();
});

function openStore(options: Partial<SqliteAttemptsStoreOptions> = {}) {
  const store = sqliteAttemptsStore({ file: newFile(), ...options });
  open.push(store);
  return store;
}

testAttemptsStore("sqlite", (now, retentionMs) => openStore({ now, retentionMs }));

/** All that is on the disk. */
const bytesOf = (file: string): string =>
  readdirSync(dirname(file))
    .filter((name) => name.startsWith(basename(file)))
    .map((name) => readFileSync(join(dirname(file), name), "latin1"))
    .join("");

test("what was recorded is there when the file is opened again, before and after it was closed", async () => {
  const file = newFile();
  const first = openStore({ file });
  await first.recordEvent(sampleEvent());
  await first.recordAttempt(sampleAttempt());
  const second = openStore({ file });
  expect((await second.findEvent("evt_1"))?.body).toHaveLength(3);
  await second.recordAttempt(sampleAttempt({ number: 2 }));
  first.close();
  first.close();
  second.close();
  expect((await openStore({ file }).findAttempts({})).attempts).toHaveLength(2);
});

test("closing writes what waits, and then nothing is taken", async () => {
  const file = newFile();
  const store = openStore({ file });
  const recorded = Array.from({ length: 1000 }, (_, i) =>
    store.recordAttempt(sampleAttempt({ eventId: `evt_${i}` })),
  );
  store.close();
  await Promise.all(recorded);
  expect((await openStore({ file }).findAttempts({ limit: 1000 })).attempts).toHaveLength(1000);
  await expect(store.recordAttempt(sampleAttempt())).rejects.toMatchObject({
    code: "store_failed",
  });
  expect(() => store.findAttempts({})).toThrow(expect.objectContaining({ code: "store_failed" }));
});

test("only what an attempt and an event are made of is on the disk", async () => {
  const file = newFile();
  const store = openStore({ file });
  const secrets = { secrets: ["whsec_c2VjcmV0"], signature: "v1,c2lnbmF0dXJl" };
  await store.recordEvent(Object.assign(sampleEvent(), secrets));
  await store.recordAttempt(Object.assign(sampleAttempt(), secrets));
  expect(bytesOf(file)).toContain("user.created");
  expect(bytesOf(file)).not.toMatch(/whsec_|v1,/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("what was dropped is not in the file any more", async () => {
  const file = newFile();
  const store = openStore({ file, now: () => startMs });
  for (let i = 0; i < 300; i++) {
    const body = Buffer.from(`{"card":"4111-${i}"}`.padEnd(i * 40, " "));
    await store.recordEvent(sampleEvent({ id: `evt_${i}`, body }));
    await store.recordAttempt(sampleAttempt({ eventId: `evt_${i}`, replyBody: body }));
  }
  expect(bytesOf(file)).toContain("4111-");
  expect(await store.dropPayloads(new Date(startMs + 1))).toBe(300);
  expect(bytesOf(file)).not.toContain("4111-");
});

test("a file of an older or newer version, or of another application, is refused and left as it is", () => {
  const file = newFile();
  openStore({ file }).close();
  for (const version of [0, 2, 99]) {
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
    expect(() => openStore({ file })).toThrow(
      expect.objectContaining({ code: "store_version_unsupported" }),
    );
  }
  const other = newFile();
  const database = new DatabaseSync(other);
  database.exec("CREATE TABLE users (id)");
  database.close();
  const before = readFileSync(other);
  expect(() => openStore({ file: other })).toThrow("the database of another application");
  expect(readFileSync(other).equals(before)).toBe(true);

  const text = newFile();
  writeFileSync(text, "no database at all, ".repeat(100));
  expect(() => openStore({ file: text })).toThrow("file: the file is no SQLite database");
  expect(() => openStore({ file: newFile("no/such/directory.db") })).toThrow(
    expect.objectContaining({ code: "store_failed" }),
  );
  expect(() => openStore({ file: dirname(text) })).toThrow(
    expect.objectContaining({ code: "store_failed" }),
  );
});

test("a file that is full says so, and loses nothing that it took", async () => {
  const file = newFile();
  const store = openStore({ file, maxBytes: 400_000 });
  const taken: string[] = [];
  const refused = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const event = sampleEvent({ id: `evt_${i}`, body: Buffer.alloc(10_000, 1) });
    try {
      await store.recordEvent(event);
      taken.push(event.id);
    } catch (error) {
      refused.add((error as SenderError).code);
    }
  }
  expect([...refused]).toEqual(["store_full"]);
  expect(taken.length).toBeGreaterThan(10);
  for (const id of taken) expect((await store.findEvent(id))?.body).toHaveLength(10_000);
  // What is dropped makes room.
  await store.dropPayloads(new Date(Date.now() + 1000));
  expect(await store.recordEvent(sampleEvent({ id: "later", body: Buffer.alloc(10_000) }))).toBe(
    true,
  );
  store.close();
  expect(statSync(file).size).toBeLessThanOrEqual(401_408);
});

test("another's transaction is waited for, and then it is said", async () => {
  const file = newFile();
  const store = openStore({ file, busyTimeoutMs: 50 });
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  await expect(store.recordEvent(sampleEvent())).rejects.toMatchObject({
    code: "store_failed",
    message: "file: another process has held the file for too long",
  });
  expect(await store.findEvent("evt_1"), "reading is not held up").toBe(undefined);
  other.exec("ROLLBACK");
  other.close();
  expect(await store.recordEvent(sampleEvent())).toBe(true);
});

test.each([
  ["file", { file: "" }],
  // Nothing would be kept.
  ["file", { file: ":memory:" }],
  ["maxBytes", { maxBytes: 0 }],
  ["busyTimeoutMs", { busyTimeoutMs: 1.5 }],
  ["retentionMs", { retentionMs: Number.NaN }],
  ["synchronous", { synchronous: "off" as never }],
])("%s has to be one", (field, options) => {
  expect(() => openStore(options)).toThrow(
    expect.objectContaining({ code: "option_invalid", field }),
  );
});
