/** Runs the handlers of what is in the queue; any number of these may run, on SQLite on one machine. */
import { queue } from "./open-queue.ts";
import { receiver } from "./receiver.ts";

queue.process(receiver.work, {
  concurrency: 10,
  // For the example: the defaults are 30 seconds, and ten attempts within three days.
  leaseMs: 3000,
  retry: { delaysMs: [200, 200] },
});

const close = (): void => {
  queue.close().then(() => process.exit());
};
process.once("SIGTERM", close);
process.on("disconnect", close);
