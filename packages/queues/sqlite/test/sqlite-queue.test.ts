import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isQueueError } from "@hooks/queue";
import { fakeClock } from "@hooks/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SqliteQueue, type SqliteQueueOptions, sqliteQueue } from "../src/index.ts";
import { temporaryFile } from "./temporary-file.ts";

/** A disk of four megabytes, for one process. */
const mount = "mount -t tmpfs -o size=4m tmpfs /mnt";
const inSmallDisk: readonly string[] = [
  "unshare",
  "-rm",
  "sh",
  "-c",
  `${mount} && exec "$@"`,
  "sh",
];
const canMount = spawnSync("unshare", ["-rm", "sh", "-c", mount]).status === 0;

const codeOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
    return "none";
  } catch (error) {
    return isQueueError(error) ? error.code : String(error);
  }
};

let file: ReturnType<typeof temporaryFile>;
const open: SqliteQueue[] = [];
const others: DatabaseSync[] = [];

function openQueue(options: Partial<SqliteQueueOptions> = {}): SqliteQueue {
  const queue = sqliteQueue({ path: file.path, pollMs: 10, ...options });
  open.push(queue);
  return queue;
}

function openDatabase(): DatabaseSync {
  const database = new DatabaseSync(file.path);
  others.push(database);
  return database;
}

const rows = (sql: string): number => Number(openDatabase().prepare(sql).get()?.["count"]);
const bodies = (): number => rows("SELECT count(*) AS count FROM hooks_queue_bodies");

beforeEach(() => {
  file = temporaryFile();
});
afterEach(async () => {
  for (const queue of open.splice(0)) await queue.close({ timeoutMs: 0 });
  for (const database of others.splice(0)) if (database.isOpen) database.close();
  file.remove();
});

describe("a body", () => {
  const body = Uint8Array.of(1, 2, 3);

  test("is stored once, and dropped with the last job that needs it", async () => {
    const queue = openQueue();
    const jobs = Array.from({ length: 50 }, (_, i) => ({ id: `j${i}`, data: i, body }));
    await queue.enqueueAll(jobs);
    await queue.enqueue({ data: "later", body }, { id: "later", delayMs: 600_000 });
    expect(bodies()).toBe(1);
    queue.process(
      ({ id }) => {
        if (id === "j7") throw new Error("no");
      },
      { retry: { delaysMs: [] } },
    );
    await expect.poll(async () => (await queue.counts()).completed, { timeout: 20_000 }).toBe(49);
    expect(bodies()).toBe(1);
    await queue.remove("later");
    expect(bodies()).toBe(1);
    await queue.remove("j7");
    expect(bodies()).toBe(0);
    expect(rows("SELECT count(*) AS count FROM hooks_queue_jobs WHERE data IS NOT NULL")).toBe(0);
  });

  test("of a dead job goes when its retention ends", async () => {
    const { now, advance } = fakeClock();
    const queue = openQueue({ now, dead: { ageMs: 1000 } });
    await queue.enqueue({ data: 1, body }, { id: "j" });
    queue.process(() => Promise.reject(new Error("no")), { retry: { delaysMs: [] } });
    await expect
      .poll(async () => (await queue.status("j"))?.state, { timeout: 20_000 })
      .toBe("dead");
    advance(61_000);
    await expect.poll(bodies, { timeout: 20_000 }).toBe(0);
  });
});

describe("within an application's transaction", () => {
  test("jobs exist if it commits, and only then", async () => {
    const queue = openQueue();
    const database = openDatabase();
    const jobs = [{ id: "j", data: 1, lane: "l", body: Uint8Array.of(1) }];
    database.exec("BEGIN");
    expect(queue.enqueueWithin(database, jobs)).toEqual([{ id: "j", isNew: true }]);
    database.exec("ROLLBACK");
    expect(await queue.status("j")).toBeUndefined();
    database.exec("BEGIN");
    queue.enqueueWithin(database, jobs);
    expect(await queue.status("j")).toBeUndefined();
    database.exec("COMMIT");
    expect((await queue.status("j"))?.state).toBe("waiting");
    const ran: string[] = [];
    queue.process(({ id }) => void ran.push(id));
    await expect.poll(() => ran, { timeout: 20_000 }).toEqual(["j"]);
    database.exec("BEGIN");
    expect(queue.enqueueWithin(database, jobs)).toEqual([{ id: "j", isNew: false }]);
    const other = [{ ...jobs[0], id: "j", data: 2 }];
    expect(await codeOf(() => queue.enqueueWithin(database, other))).toBe("job_id_reused");
    database.exec("COMMIT");
  });

  test("and not without one", async () => {
    const queue = openQueue();
    const call = () => queue.enqueueWithin(openDatabase(), [{ id: "j", data: 1 }]);
    expect(await codeOf(call)).toBe("option_invalid");
  });
});

describe("a file", () => {
  test("may hold several queues", async () => {
    const [one, other] = [openQueue(), openQueue({ name: "inbound" })];
    await one.enqueue({ data: 1 }, { id: "j" });
    expect(await other.status("j")).toBeUndefined();
  });

  test.each([0, 2, 99])("of version %i is refused, also when it comes to that", async (version) => {
    const queue = openQueue();
    await queue.enqueue({ data: 1 }, { id: "j" });
    openDatabase().exec(`UPDATE hooks_queue_meta SET version = ${version}`);
    expect(await codeOf(() => openQueue())).toBe("schema_unsupported");
    expect(await codeOf(() => queue.enqueue({ data: 1 }, { id: "k" }))).toBe("schema_unsupported");
    openDatabase().exec("UPDATE hooks_queue_meta SET version = 1");
    expect(await codeOf(() => queue.enqueue({ data: 1 }, { id: "k" }))).toBe("none");
  });

  test.skipIf(!canMount)("on a full disk refuses, keeps what it has, and goes on", () => {
    const seen = tryQueue(["", "full"], inSmallDisk).split("\n");
    expect(seen).toEqual(["none", "storage_full", "waiting", "none", "completed"]);
  });

  test("that may only be read is refused", () => {
    openQueue();
    chmodSync(file.path, 0o444);
    chmodSync(dirname(file.path), 0o555);
    expect(asNobody(file.path)).toBe("storage_readonly");
    chmodSync(dirname(file.path), 0o755);
  });

  test("that is none is refused", async () => {
    const path = `${file.path}.d`;
    mkdirSync(path);
    expect(await codeOf(() => openQueue({ path }))).toBe("storage_failed");
    writeFileSync(`${file.path}.txt`, "text ".repeat(1000));
    expect(await codeOf(() => openQueue({ path: `${file.path}.txt` }))).toBe("storage_failed");
    for (const no of ["", ":memory:", 5 as never]) {
      expect(await codeOf(() => openQueue({ path: no }))).toBe("option_invalid");
    }
    expect(await codeOf(() => openQueue({ name: "x; drop" }))).toBe("option_invalid");
  });

  test("that is locked for long makes calls fail, and jobs run once it is free", async () => {
    const queue = openQueue({ busyMs: 100 });
    const errors: unknown[] = [];
    const ran: string[] = [];
    queue.process(({ id }) => void ran.push(id), { onStorageError: (error) => errors.push(error) });
    const database = openDatabase();
    database.exec("BEGIN IMMEDIATE");
    expect(await codeOf(() => queue.enqueue({ data: 1 }, { id: "j" }))).toBe("storage_busy");
    await expect.poll(() => errors.length, { timeout: 20_000 }).toBeGreaterThan(0);
    database.exec("ROLLBACK");
    await queue.enqueue({ data: 1 }, { id: "j" });
    await expect.poll(() => ran, { timeout: 20_000 }).toEqual(["j"]);
  });
});

test("what is enqueued at once is one transaction, and one that is refused spoils no other", async () => {
  const queue = openQueue();
  await queue.enqueue({ data: 1 }, { id: "known" });
  const before = changes();
  const calls = Array.from({ length: 100 }, (_, i) => queue.enqueue({ data: i }, { id: `j${i}` }));
  const refused = codeOf(() => queue.enqueue({ data: 2 }, { id: "known" }));
  await Promise.all(calls);
  expect(await refused).toBe("job_id_reused");
  expect((await queue.counts()).waiting).toBe(101);
  expect(changes() - before).toBe(1);
});

/** How many commits others have made, as this connection sees it. */
let watcher: DatabaseSync | undefined;
function changes(): number {
  if (!watcher?.isOpen) watcher = openDatabase();
  return Number(watcher.prepare("PRAGMA data_version").get()?.["data_version"]);
}

const script = new URL("process/try-queue.ts", import.meta.url);
const preload = new URL("process/resolve-sources.ts", import.meta.url).href;

function tryQueue(args: readonly string[], shell: readonly string[] = []): string {
  const command = [...shell, process.execPath, "--import", preload, script.pathname, ...args];
  const [name = "", ...rest] = command;
  return spawnSync(name, rest, { encoding: "utf8" }).stdout.trim();
}

/** In a process that is not root, for whom modes mean nothing. */
function asNobody(path: string): string {
  if (process.getuid?.() !== 0) return tryQueue([path]);
  chownSync(dirname(path), 0, 0);
  return tryQueue([path], ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]);
}
