import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Reply } from "@hooks/core";
import { readReply, replyAttributes } from "./recorded-reply.ts";

/** What the table holds of a delivery. */
export interface Entry {
  readonly state: "claimed" | "done";
  /** The claim's; or, when it is done, that of the call that completed it, which nobody is told. */
  readonly token: string;
  /** When the lease or the time to live ends, in milliseconds since the epoch. */
  readonly untilMs: number;
  readonly digest?: string | undefined;
  readonly reply?: Reply | undefined;
}

/** An entry's attributes. `expiresAt`, in seconds, is for DynamoDB's cleaning alone. */
export function attributesOf(entry: Entry): Record<string, AttributeValue> {
  const { state, token, untilMs, digest, reply } = entry;
  return {
    state: { S: state },
    token: { S: token },
    untilMs: { N: String(untilMs) },
    expiresAt: { N: String(Math.ceil(untilMs / 1000)) },
    ...(digest !== undefined && { digest: { S: digest } }),
    ...(reply !== undefined && replyAttributes(reply)),
  };
}

function readEntry(item: Record<string, AttributeValue>): Entry {
  const state = item["state"]?.S;
  const token = item["token"]?.S;
  const untilMs = Number(item["untilMs"]?.N);
  const digest = item["digest"]?.S;
  const isState = state === "claimed" || state === "done";
  const isDigest = digest !== undefined || item["digest"] === undefined;
  if (!isState || !isDigest || token === undefined || Number.isNaN(untilMs)) throw new TypeError();
  return { state, token, untilMs, digest, reply: readReply(item) };
}

/** @throws Error for an item that this store did not write */
export function entryOf(item: Record<string, AttributeValue>): Entry {
  try {
    return readEntry(item);
  } catch {
    // Without the cause, which may hold what is in the item.
    throw new Error("the table holds an item that this store did not write");
  }
}
