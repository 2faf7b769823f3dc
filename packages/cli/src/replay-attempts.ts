import { existsSync } from "node:fs";
import {
  createDispatcher,
  type EndpointSource,
  type Replay,
  type ReplayFilter,
} from "@hooks/dispatcher";
import type { Queue } from "@hooks/queue";
import { type AttemptsStore, createSender } from "@hooks/sender";
import { sqliteAttemptsStore } from "@hooks/sender/sqlite";
import type { Arguments } from "./command.ts";
import { withQueue } from "./open-queue.ts";
import { createProgress, type Progress } from "./progress.ts";
import { durationMs, intervalMs } from "./quantities.ts";
import { print } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

/** What an endpoint is now, its workers know: nothing is sent from here. */
const endpoints: EndpointSource = {
  forType: () => [],
  find: (id) => ({ id, url: "https://endpoint.invalid", secrets: [] }),
};

function filterOf({ text }: Arguments): ReplayFilter {
  const status = text("status");
  if (status !== undefined && status !== "delivered" && status !== "failed") {
    throw usageError("--status of attempts is delivered or failed");
  }
  const ago = (name: string): Date | undefined => {
    const given = text(name);
    return given === undefined ? undefined : new Date(Date.now() - durationMs(name, given));
  };
  const [endpoint, type] = [text("endpoint"), text("type")];
  return { endpoint, type, status, since: ago("since"), until: ago("until") };
}

async function enqueue(queue: Queue, attempts: AttemptsStore, args: Arguments): Promise<Replay> {
  const sender = createSender();
  const dispatcher = createDispatcher({ sender, queue, attempts, endpoints });
  const filter = filterOf(args);
  const gapMs = intervalMs("rate", args.text("rate") ?? "10/s");
  const id = args.text("id");
  let progress: Progress | undefined;
  if (!args.flag("json") && !args.flag("dry-run")) {
    const { total } = await dispatcher.replay(filter, { dryRun: true });
    print(`${total} deliveries match`);
    progress = await createProgress(total);
  }
  try {
    let seen = 0;
    return await dispatcher.replay(filter, {
      rate: 1000 / gapMs,
      dryRun: args.flag("dry-run"),
      ...(id !== undefined && { id }),
      onProgress: (done) => {
        for (; seen < done; seen++) progress?.advance("");
      },
    });
  } finally {
    progress?.end();
    await sender.close();
  }
}

/** Enqueues again what a dispatcher has attempted, for its workers to deliver. */
export async function replayAttempts(args: Arguments): Promise<number> {
  const file = args.text("attempts") ?? "";
  // A file that is not there would be made, and hold nothing.
  if (!existsSync(file)) throw usageError("there is no such file, and no attempts in it");
  if (args.positionals.length > 0 || args.text("url") !== undefined) {
    throw usageError("attempts are chosen by --endpoint, --type, --status, --since and --until");
  }
  using attempts = sqliteAttemptsStore({ file });
  const done = await withQueue(args, (queue) => enqueue(queue, attempts, args));
  if (args.flag("json")) print(JSON.stringify({ ...done, dryRun: args.flag("dry-run") }));
  else {
    const { id, total, enqueued, known, underWay, withoutPayload } = done;
    const what = args.flag("dry-run") ? "would be enqueued" : `are enqueued, as replay ${id}`;
    print(`${enqueued} of ${total} ${what}`);
    if (known > 0) print(`${known} were enqueued before`);
    if (underWay > 0) print(`${underWay} are on their way anyhow`);
    if (withoutPayload > 0) print(`${withoutPayload} have lost their payload`);
  }
  return 0;
}
