import type { CommandOption } from "./command.ts";
import { queueOptions } from "./open-queue.ts";

/** What `hooks replay` takes to replay a dispatcher's attempts. */
export const attemptsOptions: Readonly<Record<string, CommandOption>> = {
  attempts: {
    type: "string",
    value: "file",
    help: "where a dispatcher records its attempts: what it has sent is enqueued again",
  },
  ...queueOptions,
  endpoint: { type: "string", value: "id", help: "with --attempts: those to this endpoint" },
  type: { type: "string", value: "type", help: "with --attempts: those of this event type" },
  until: {
    type: "string",
    value: "time",
    help: "with --attempts: those older than 90s, 10m, 2h or 1d",
  },
  id: {
    type: "string",
    value: "name",
    help: "with --attempts: goes on with an interrupted replay",
  },
};
