import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteQueue } from "@hooks/queue-sqlite";
import { expect, test, vi } from "vitest";
import { createDispatcher, sqliteSql } from "../src/index.ts";
import { documentedTables } from "./databases.ts";
import { afterTest, endpointAt, localSender } from "./start-dispatcher.ts";
import { acceptedIds, webhookServer } from "./webhook-server.ts";

const script = (name: string): string => new URL(`process/${name}`, import.meta.url).href;

async function startProcess(...args: string[]): Promise<ChildProcess> {
  const child = fork(new URL("process/serve-dispatcher.ts", import.meta.url), args, {
    execArgv: ["--import", script("resolve-sources.ts")],
  });
  afterTest.push(() => child.kill("SIGKILL"));
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => expect.fail(`the process ended with ${code}`)),
  ]);
  return child;
}

test("processes that are killed lose nothing, and repeat only what was under way", async () => {
  const directory = mkdtempSync(join(tmpdir(), "hooks-dispatcher-"));
  afterTest.push(() => rmSync(directory, { recursive: true, force: true }));
  const [queuePath, applicationPath] = [join(directory, "q.db"), join(directory, "app.db")];
  const database = new DatabaseSync(applicationPath, { timeout: 10_000 });
  afterTest.push(() => database.close());
  database.exec(`PRAGMA journal_mode = WAL; ${documentedTables("SQLite")}`);

  const server = await webhookServer();
  const ordered = await webhookServer();
  const endpoints = [
    endpointAt(server.url, { id: "plain" }),
    endpointAt(ordered.url, { id: "ordered", ordered: true }),
  ];
  const queue = sqliteQueue({ path: queuePath, busyMs: 30_000 });
  const sql = sqliteSql(database);
  const application = createDispatcher({
    sender: localSender(),
    queue,
    endpoints,
    outbox: { sql },
  });
  afterTest.push(() => queue.close());

  const count = 150;
  const ids = Array.from({ length: count }, (_, i) => `evt_${i}`);
  for (const id of ids) {
    database.exec("BEGIN IMMEDIATE");
    await application.publish({ id, type: "a.b", data: { id } }, { tx: sql });
    database.exec("COMMIT");
  }

  const concurrency = 10;
  let kills = 0;
  for (const share of [0.1, 0.3, 0.6]) {
    const process = await startProcess(queuePath, applicationPath, JSON.stringify(endpoints));
    await server.waitFor(Math.ceil(share * count), 60_000);
    process.kill("SIGKILL");
    await once(process, "exit");
    kills++;
  }
  await startProcess(queuePath, applicationPath, JSON.stringify(endpoints));
  await vi.waitFor(
    async () => {
      expect(await queue.counts()).toMatchObject({ completed: 2 * count, active: 0, dead: 0 });
      expect(await sql("SELECT * FROM hooks_outbox", [])).toEqual([]);
    },
    { timeout: 90_000, interval: 50 },
  );

  for (const { received, inOrder } of [
    { received: acceptedIds(server), inOrder: false },
    { received: acceptedIds(ordered), inOrder: true },
  ]) {
    expect(new Set(received)).toEqual(new Set(ids));
    expect(received.length - count).toBeLessThanOrEqual(kills * concurrency);
    if (inOrder) expect(received.filter((id, i) => id !== received[i - 1])).toEqual(ids);
  }
}, 240_000);
