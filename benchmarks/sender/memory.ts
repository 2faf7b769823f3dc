/** The heap while 100,000 events go to one endpoint, in a process of its own: `node --expose-gc memory.ts <url>`. */
import { setImmediate as turn } from "node:timers/promises";
import { endpointOf, senderTo } from "./side.ts";

const events = 100_000;
const [url = ""] = process.argv.slice(2);

const sender = senderTo();
const endpoint = endpointOf(url);
let delivered = 0;
let most = 0;
let underWay = 0;
const heaps: number[] = [];

async function heapMb(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await turn();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed / 1_000_000;
}

for (let i = 1; i <= events; i++) {
  await sender.ready(endpoint.id);
  most = Math.max(most, ++underWay);
  void sender.send(endpoint, { type: "invoice.paid", data: { i } }).then(({ code }) => {
    underWay--;
    if (code === "delivered") delivered++;
  });
  if (i % 10_000 === 0) heaps.push(await heapMb());
}
while (underWay > 0) await turn();
await sender.close();
process.send?.({ heaps, delivered, most, atEnd: await heapMb() });
process.disconnect?.();
