/** Publishes orders to four endpoints through a queue, across a restart. It ends with 0 only when all went as expected. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createDispatcher } from "@hooks/dispatcher";
import { createSender, type Endpoint, memoryAttemptsStore } from "@hooks/sender";
import { choosePlace } from "./open-queue.ts";
import { booked, type Name, names, startReceivers } from "./receivers.ts";

const show = (...cells: readonly unknown[]): void =>
  console.log(cells.map((cell) => String(cell ?? "-").padEnd(18)).join(""));

const secrets = Object.fromEntries(
  names.map((name) => [name, `whsec_${randomBytes(24).toString("base64")}`]),
) as Record<Name, string>;
const { server, port } = await startReceivers({
  ...secrets,
  // To see it go wrong: that receiver then knows another secret than the sender.
  ...(process.env["SABOTAGE"] && { [process.env["SABOTAGE"]]: "whsec_c2Fib3RhZ2VkIHNlY3JldCE=" }),
});
const endpoints = names.map(
  (id): Endpoint => ({
    id,
    url: `http://127.0.0.1:${port}/${id}`,
    secrets: [{ label: "2026-11", value: secrets[id] }],
    eventTypes: ["order.*"],
    ordered: id === "ledger",
  }),
);

const place = await choosePlace();
const orders = [1, 2, 3, 4, 5];
const eventOf = (order: number) => ({
  id: `evt_order_${order}`,
  type: "order.placed",
  timestamp: new Date(1_795_000_000_000 + order),
  data: { order },
});

/** What an application does in each of its processes. */
async function startApplication() {
  const attempts = memoryAttemptsStore();
  const sender = createSender({
    attempts,
    // For the example: the default is ten attempts over three days, to public addresses by https.
    schedule: [0, 200, 400],
    breaker: { halfOpenAfterMs: 300 },
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32", port }], onAllow: () => undefined },
  });
  const queue = await place.open();
  const dispatcher = createDispatcher({ sender, queue, endpoints, attempts });
  const close = async (): Promise<void> => {
    await dispatcher.close();
    await sender.close();
    await queue.close();
  };
  return { dispatcher, queue, attempts, close };
}

console.log(`Five orders, four endpoints, one queue: ${place.name}.\n`);
const first = await startApplication();
for (const order of orders.slice(0, 4)) await first.dispatcher.publish(eventOf(order));
console.log(`Four are published, none is sent: ${(await first.queue.health()).depth} jobs wait.`);
await first.close();

console.log("The process ends, and another begins: it publishes the last two.\n");
const { dispatcher, queue, attempts, close } = await startApplication();
const again = await dispatcher.publish(eventOf(4));
const last = await dispatcher.publish(eventOf(5));
show("event", "jobs added", "known before");
for (const { eventId, added, known } of [again, last]) show(eventId, added, known);

dispatcher.start({ concurrency: 20 });
const isOver = async (): Promise<boolean> => {
  const { waiting, delayed, active } = await queue.counts();
  return waiting + delayed + active === 0;
};
for (const endAt = Date.now() + 30_000; !(await isOver()) && Date.now() < endAt; ) await sleep(50);

console.log("\nWhat became of them:\n");
show("endpoint", "attempts", "delivered", "last code");
const delivered: Record<string, number> = {};
for (const { id } of endpoints) {
  const { attempts: made } = await attempts.findAttempts({ endpointId: id });
  delivered[id] = made.filter(({ code }) => code === "delivered").length;
  show(id, made.length, delivered[id], made[0]?.code);
}
const { completed, dead } = await queue.counts();
const { unwell } = await dispatcher.health();
console.log(`\nThe ledger has booked ${booked.join(", ")}.`);
console.log(
  `${completed} jobs are completed, ${dead} dead: kept for ${unwell.map(({ id }) => id)}.`,
);

const replay = await dispatcher.replay({ endpoint: "billing" }, { dryRun: true });
console.log(`To replay all of billing would be ${replay.enqueued} deliveries.`);

await close();
await place.clear();
server.close().closeAllConnections();

const isExpected =
  again.added === 0 &&
  again.known === 4 &&
  last.added === 4 &&
  booked.join() === orders.join() &&
  JSON.stringify(delivered) === '{"billing":5,"flaky":5,"ledger":5,"gone":0}' &&
  completed === 15 &&
  dead === 5 &&
  unwell.map(({ id }) => id).join() === "gone" &&
  replay.enqueued === 5;
console.log(isExpected ? "\nAs expected." : "\nNOT AS EXPECTED.");
process.exitCode = isExpected ? 0 : 1;
