import type { DeadFilter, JobStatus, Queue } from "@hooks/queue";
import type { Arguments, Command } from "./command.ts";
import { queueOptions, withQueue } from "./open-queue.ts";
import { createProgress } from "./progress.ts";
import { durationMs } from "./quantities.ts";
import { showJob } from "./show-job.ts";
import { complain, paint, print, printableLine } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

const pageSize = 500;

function filterOf({ text }: Arguments): DeadFilter {
  const [lane, code, since, until] = [text("lane"), text("code"), text("since"), text("until")];
  const agoMs = (name: string, duration: string): number => Date.now() - durationMs(name, duration);
  return {
    ...(lane !== undefined && { lane }),
    ...(code !== undefined && { code }),
    ...(since !== undefined && { sinceMs: agoMs("since", since) }),
    ...(until !== undefined && { untilMs: agoMs("until", until) }),
  };
}

/** The dead that match, page by page. */
async function* deadOf(queue: Queue, filter: DeadFilter): AsyncGenerator<JobStatus> {
  let cursor: string | undefined;
  do {
    const page = await queue.dead({ ...filter, limit: pageSize, ...(cursor && { cursor }) });
    yield* page.jobs;
    ({ cursor } = page);
  } while (cursor !== undefined);
}

function line({ id, lane, attempts, finishedAtMs, lastFailure }: JobStatus): string {
  const diedAt = new Date(finishedAtMs ?? 0).toISOString();
  const code = printableLine(lastFailure?.code ?? "-");
  return [printableLine(id), printableLine(lane ?? "-"), paint("red", code), attempts, diedAt].join(
    "  ",
  );
}

async function list(queue: Queue, args: Arguments): Promise<number> {
  const limit = args.number("limit", 100, 1, 1_000_000);
  const isJson = args.flag("json");
  let count = 0;
  for await (const job of deadOf(queue, filterOf(args))) {
    if (count === limit) {
      if (!isJson) print(`and more: --limit shows more than ${limit}`);
      break;
    }
    count++;
    print(isJson ? JSON.stringify(job) : line(job));
  }
  if (!isJson && count < limit) print(`${count} dead`);
  return 0;
}

async function show(queue: Queue, [id = ""]: readonly string[], args: Arguments): Promise<number> {
  const job = await queue.inspect(id);
  if (job) {
    showJob(job, args.flag("body"), args.flag("json"));
    return 0;
  }
  complain("no job of this id is known");
  return 1;
}

/** Puts back or removes those that were named, by their ids or by what they have in common. */
async function change(
  queue: Queue,
  verb: "retry" | "remove",
  ids: readonly string[],
  args: Arguments,
): Promise<number> {
  const filter = filterOf(args);
  const isNamed = Object.keys(filter).length > 0 || args.flag("all");
  if (ids.length > 0 === isNamed) {
    throw usageError("say which: ids, or --lane, --code, --since, --until, or --all");
  }
  const chosen = [...ids];
  if (isNamed) for await (const { id } of deadOf(queue, filter)) chosen.push(id);
  const isDry = args.flag("dry-run");
  const isJson = args.flag("json");
  let changed = 0;
  const one = async (id: string): Promise<void> => {
    // Somebody may have put it back meanwhile: what is alive is not removed.
    const isDead = (await queue.status(id))?.state === "dead";
    if (!isDead) return;
    if (isDry) changed++;
    else changed += verb === "retry" ? await queue.retryDead(id) : Number(await queue.remove(id));
  };
  const progress = isJson ? undefined : await createProgress(chosen.length);
  for (const id of chosen) {
    await one(id);
    progress?.advance(printableLine(id));
  }
  progress?.end();
  const done = verb === "retry" ? "put back" : "removed";
  if (isJson) print(JSON.stringify({ [verb]: changed, of: chosen.length, dryRun: isDry }));
  else print(`${changed} of ${chosen.length} ${isDry ? "would be " : ""}${done}`);
  return changed === chosen.length ? 0 : 1;
}

async function run(args: Arguments): Promise<number> {
  const [verb, ...ids] = args.positionals;
  if (verb === "list" && ids.length === 0) return withQueue(args, (queue) => list(queue, args));
  if (verb === "show" && ids.length === 1) {
    return withQueue(args, (queue) => show(queue, ids, args));
  }
  if (verb === "retry" || verb === "remove") {
    return withQueue(args, (queue) => change(queue, verb, ids, args));
  }
  throw usageError("it is list, show <id>, retry or remove");
}

/** `hooks dead`: lists, shows, puts back and removes the jobs that a queue has given up. */
export const deadCommand: Command = {
  usage: "list | show <id> | retry [id…] | remove [id…] [options]",
  about: [
    "Lists the jobs that were given up, shows one, puts them back, or removes them for good.",
    "What is put back has all its attempts before it.",
  ].join("\n"),
  words: [1, 1001],
  options: {
    ...queueOptions,
    lane: { type: "string", value: "lane", help: "those of a lane, an endpoint's id for example" },
    code: { type: "string", value: "code", help: "those whose last failure has this code" },
    since: {
      type: "string",
      value: "time",
      help: "those that died within the last 90s, 10m, 2h or 1d",
    },
    until: { type: "string", value: "time", help: "those that died before that" },
    all: { type: "boolean", help: "all of them, to retry or remove" },
    limit: { type: "string", value: "n", help: "how many to list; default 100" },
    body: { type: "boolean", help: "show the job's bytes as well" },
    "dry-run": { type: "boolean", help: "count what would be changed, and change nothing" },
    json: { type: "boolean", help: "one line of JSON for each job, or for what was done" },
  },
  examples: [
    "list --queue jobs.db --code endpoint_disabled",
    "show evt_1.ep_1 --queue jobs.db",
    "retry --lane ep_1 --dry-run --queue redis://localhost:6379",
    "remove --until 30d --queue jobs.db",
  ],
  run,
};
