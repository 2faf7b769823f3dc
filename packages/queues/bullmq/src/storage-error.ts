import { isQueueError, QueueError, type QueueErrorCode } from "@hooks/queue";

/** What Redis says first when it refuses, and what that is to a queue. */
const refusals: readonly (readonly [RegExp, QueueErrorCode, string])[] = [
  [/\bOOM\b/, "storage_full", "Redis has no memory left: raise maxmemory, or let workers catch up"],
  [/\bMISCONF\b/, "storage_readonly", "Redis takes no writes, for it can't write to its disk"],
  [/\bREADONLY\b/, "storage_readonly", "this Redis is a replica, and takes no writes"],
  [/\bNOREPLICAS\b/, "storage_readonly", "Redis takes no writes while it has too few replicas"],
  [/\b(?:BUSY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/, "storage_busy", "Redis is busy"],
  [/\b(?:NOAUTH|WRONGPASS|NOPERM)\b/, "storage_failed", "Redis refuses this user"],
];

/**
 * Whatever a client has rejected with, as a queue's error.
 *
 * The cause has the message alone, for clients put the command and so the payload on their errors.
 */
export function storageError(error: unknown): QueueError {
  if (isQueueError(error)) return error;
  const message = error instanceof Error ? error.message : typeof error;
  // Redis quotes the arguments of a command that it does not know.
  const said = message.replace(/, with args.*/s, "").slice(0, 300);
  const options = { cause: new Error(said) };
  for (const [pattern, code, meaning] of refusals) {
    if (pattern.test(said)) return new QueueError(code, meaning, options);
  }
  return new QueueError("storage_failed", "Redis can't be used", options);
}
