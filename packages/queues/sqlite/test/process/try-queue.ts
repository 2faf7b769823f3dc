/** Enqueues into the file that it is told, or fills a small disk, and says how that went. */
import { isQueueError } from "@hooks/queue";
import { sqliteQueue } from "../../src/index.ts";

const [path = "", how = ""] = process.argv.slice(2);
const isFilling = how === "full";

async function codeOf(call: () => unknown): Promise<void> {
  try {
    await call();
    console.log("none");
  } catch (error) {
    console.log(isQueueError(error) ? error.code : String(error));
  }
}

await codeOf(async () => {
  const queue = sqliteQueue({ path: isFilling ? "/mnt/jobs.db" : path, pollMs: 10 });
  const enqueue = (id: string, bytes = 10) =>
    queue.enqueue({ data: id, body: new Uint8Array(bytes) }, { id });
  await enqueue("first");
  if (!isFilling) return;
  console.log("none");
  await codeOf(() => enqueue("large", 8_000_000));
  console.log((await queue.status("first"))?.state);
  await codeOf(() => enqueue("small"));
  const worker = queue.process(() => {});
  while ((await queue.counts()).completed < 2)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await worker.close();
  console.log((await queue.status("first"))?.state);
  process.exit();
});
