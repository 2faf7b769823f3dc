/** One receiver: Express, the store over Redis, and a handler that keeps a journal. A program of its own. */
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createReceiver, type Reply, toExpress } from "@hooks/express";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import express from "express";
import { defectiveStore } from "./defects.ts";
import { Journal } from "./journal.ts";
import { journaledStore } from "./journaled-store.ts";
import type { Order } from "./planned-delivery.ts";
import { type Client, host, secret, storeTimeoutMs, timeoutMs } from "./settings.ts";
import { connectStore } from "./store-client.ts";

/** What the parent process says of a receiver. */
export interface ReceiverSetup {
  /** Its name in the journal. */
  readonly receiver: string;
  readonly journalDir: string;
  readonly client: Client;
  readonly redisPort: number;
  readonly defect: string | undefined;
}

const setup = JSON.parse(process.argv[2] ?? "") as ReceiverSetup;
const journal = new Journal(setup.journalDir, setup.receiver);
const client = await connectStore(setup.client, setup.redisPort);

async function handleOrder({ handlerMs, failures }: Order): Promise<Reply> {
  journal.write("handler started");
  await sleep(handlerMs);
  const { run, number } = journal.attempt;
  if (number <= failures) {
    journal.write("handler threw");
    throw new Error("this attempt was to fail");
  }
  journal.write("handler ended");
  // Says which run it was, so that the reply to a duplicate can be told from others.
  return { status: 200, headers: { "content-type": "text/plain" }, body: run };
}

const receiver = createReceiver<{ "order.paid": Order }>({
  provider: standardWebhooks,
  secret,
  timeoutMs,
  storeTimeoutMs,
  store: journaledStore(defectiveStore(setup.defect, client), journal),
  on: { "order.paid": ({ payload }) => handleOrder(payload) },
});

const app = express();
app.use((req, _res, next) => {
  journal.during(String(req.headers["webhook-id"]), Number(req.headers["attempt"]), next);
});
app.post("/", toExpress(receiver));

const server = app.listen(0, host, () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on("disconnect", () => process.exit());
