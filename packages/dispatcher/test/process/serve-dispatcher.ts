/** A process that delivers what is in a queue and an outbox, until somebody kills it. */
import { DatabaseSync } from "node:sqlite";
import { sqliteQueue } from "@hooks/queue-sqlite";
import { createSender } from "@hooks/sender";
import { createDispatcher, sqliteSql } from "../../src/index.ts";

const [queuePath = "", applicationPath = "", endpoints = "[]"] = process.argv.slice(2);
const database = new DatabaseSync(applicationPath, { timeout: 10_000 });
const sender = createSender({
  allowHttp: true,
  guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => {} },
  schedule: [0, ...Array<number>(20).fill(50)],
});
const dispatcher = createDispatcher({
  sender,
  queue: sqliteQueue({ path: queuePath, pollMs: 20, busyMs: 30_000 }),
  endpoints: JSON.parse(endpoints),
  outbox: { sql: sqliteSql(database), pollMs: 10 },
});
dispatcher.start({ concurrency: 10, leaseMs: 2000 });
process.on("disconnect", () => process.exit());
process.send?.("started");
