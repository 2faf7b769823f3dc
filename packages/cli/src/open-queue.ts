import { existsSync } from "node:fs";
import type { Queue } from "@hooks/queue";
import type { Arguments, CommandOption } from "./command.ts";
import { usageError } from "./usage-error.ts";

/** Where a queue is. */
export const queueOptions: Readonly<Record<string, CommandOption>> = {
  queue: {
    type: "string",
    value: "file or URL",
    help: "an SQLite file, or a redis:// or rediss:// URL; default HOOKS_QUEUE of the environment",
  },
  name: { type: "string", value: "name", help: "the queue's name, where it was given one" },
  prefix: { type: "string", value: "text", help: "what its keys in Redis begin with" },
};

async function openRedis(url: string, { text }: Arguments): Promise<Queue> {
  const [name, prefix] = [text("name"), text("prefix")];
  let bullmq: typeof import("@hooks/queue-bullmq");
  try {
    bullmq = await import("@hooks/queue-bullmq");
  } catch {
    throw usageError("a queue in Redis needs the package @hooks/queue-bullmq beside this one");
  }
  return bullmq.bullmqQueue({
    connection: { url },
    ...(name !== undefined && { name }),
    ...(prefix !== undefined && { prefix }),
  });
}

async function openFile(path: string, { text }: Arguments): Promise<Queue> {
  // A file that is not there would be made, and look like a queue in which all is well.
  if (!existsSync(path)) throw usageError("there is no such file, and no queue in it");
  const { sqliteQueue } = await import("@hooks/queue-sqlite");
  const name = text("name");
  return sqliteQueue({ path, ...(name !== undefined && { name }) });
}

/**
 * Opens the queue that a command is about, for as long as the work takes.
 *
 * @throws WebhookError `option_invalid`; QueueError for one that can't be used
 */
export async function withQueue<Result>(
  args: Arguments,
  work: (queue: Queue) => Promise<Result>,
): Promise<Result> {
  const place = args.text("queue") ?? process.env["HOOKS_QUEUE"];
  if (!place) throw usageError("--queue says where the queue is");
  const isRedis = /^rediss?:\/\//.test(place);
  const queue = await (isRedis ? openRedis(place, args) : openFile(place, args));
  try {
    await queue.ready();
    return await work(queue);
  } finally {
    await queue.close();
  }
}
