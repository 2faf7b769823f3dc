import type { JobCounts, Queue, QueueHealth } from "@hooks/queue";
import type { Arguments, Command } from "./command.ts";
import { queueOptions, withQueue } from "./open-queue.ts";
import { paint, print, printableLine } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

function show(counts: JobCounts, { isPaused, oldestWaitingMs }: QueueHealth): void {
  print(isPaused ? paint("yellow", "paused") : paint("green", "running"));
  const oldest =
    counts.waiting > 0 ? `, the oldest for ${Math.round(oldestWaitingMs / 1000)} s` : "";
  for (const [state, count] of Object.entries(counts)) {
    print(`  ${state.padEnd(10)}${String(count).padStart(9)}${state === "waiting" ? oldest : ""}`);
  }
}

async function status(queue: Queue, isJson: boolean): Promise<void> {
  const [counts, health] = [await queue.counts(), await queue.health()];
  // What the workers of this process have done: there are none.
  const { lastMinute: _, ...shown } = health;
  if (isJson) print(JSON.stringify({ ...shown, ...counts }));
  else show(counts, health);
}

async function run(args: Arguments): Promise<number> {
  const [verb] = args.positionals;
  const lane = args.text("lane");
  const isJson = args.flag("json");
  if (verb !== "status" && verb !== "pause" && verb !== "resume") {
    throw usageError("what is asked of a queue is status, pause or resume");
  }
  if (verb === "status" && lane !== undefined) throw usageError("status is that of all lanes");
  return withQueue(args, async (queue) => {
    if (verb === "status") {
      await status(queue, isJson);
      return 0;
    }
    await queue[verb](lane);
    const what = lane === undefined ? "the queue" : `the lane ${printableLine(lane)}`;
    const done = verb === "pause" ? "paused" : "resumed";
    print(isJson ? JSON.stringify({ [done]: lane ?? true }) : `${what} is ${done}`);
    return 0;
  });
}

/** `hooks queue`: shows, pauses and resumes a queue. */
export const queueCommand: Command = {
  usage: "status | pause | resume [options]",
  about: [
    "Shows how a queue is, or lets no job of it start until it is resumed.",
    "Jobs that run go on. A pause holds for every process, and after a restart.",
  ].join("\n"),
  words: [1, 1],
  options: {
    ...queueOptions,
    lane: { type: "string", value: "lane", help: "only this lane, an endpoint's id for example" },
    json: { type: "boolean", help: "one line of JSON" },
  },
  examples: [
    "status --queue jobs.db",
    "pause --queue redis://localhost:6379 --lane ep_1",
    "resume --queue jobs.db",
  ],
  run,
};
