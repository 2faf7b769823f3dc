/** A process that uses stores as its parent says. */
import type { Store } from "@hooks/core";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import type { Order, Report } from "./start-claimant.ts";

const [, , url = ""] = process.argv;
const client = clientOf(url);
const stores = new Map<string, Store>();

const report = (message: Report | "ready"): unknown => process.send?.(message);

process.on("message", ({ id, table, verb, args }: Order) => {
  const store = stores.get(table) ?? dynamodbStore({ client, table });
  stores.set(table, store);
  const call = store[verb] as (...args: readonly unknown[]) => Promise<unknown>;
  call(...args).then(
    (answer) => report({ id, answer }),
    (error) => report({ id, error: String(error) }),
  );
});
report("ready");
