import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Store, WebhookError } from "@hooks/core";
import { DeliveryTable, type Outcome } from "./delivery-table.ts";
import { partitionKey } from "./partition-key.ts";

/** How a DynamoDB store is set up. */
export interface DynamodbStoreOptions {
  /** Of `@aws-sdk/client-dynamodb`. It stays the caller's to configure and to close. */
  readonly client: DynamoDBClient;
  /** The table's name or ARN. Its partition key is the string `key`, its time-to-live attribute `expiresAt`. */
  readonly table: string;
}

const tableName = /^(arn:[\w-]+:dynamodb:[\w-]*:\d*:table\/)?[\w.-]{3,255}$/;

function assertOptions(options: Partial<DynamodbStoreOptions> | undefined): void {
  const { client, table } = options ?? {};
  const isClient = typeof client?.send === "function" && client.config?.serviceId === "DynamoDB";
  if (!isClient) throw new WebhookError("option_invalid", "client is not a DynamoDBClient");
  if (typeof table === "string" && tableName.test(table)) return;
  throw new WebhookError("option_invalid", "table is not the name or ARN of a table");
}

function assertDuration(name: string, ms: number): void {
  if (typeof ms === "number" && ms > 0 && ms <= Number.MAX_SAFE_INTEGER) return;
  throw new WebhookError("option_invalid", `${name} is not a positive number in range`);
}

/** Each but the first is needed only if something has changed since the one before, or the clock was wrong. */
const maxTries = 5;

/** Repeats a step until it has an answer. */
async function answerOf<Answer>(step: () => Promise<Answer | undefined>): Promise<Answer> {
  try {
    for (let i = 0; i < maxTries; i++) {
      const answer = await step();
      if (answer !== undefined) return answer;
    }
  } catch (cause) {
    throw new WebhookError("store_failed", "the request to DynamoDB failed", { cause });
  }
  throw new WebhookError("store_failed", "the item, or the table's time, keeps changing");
}

/**
 * Makes a store in a DynamoDB table, for all processes that use it.
 *
 * Each verb is one conditional write, in one round trip; taking over from a holder whose lease has ended takes two.
 * Times are those of the table's answers, so processes' clocks may be wrong. A verb that the client sends again because
 * its answer was lost is done once.
 *
 * @throws WebhookError `option_invalid` for what is no client or table name. The verbs reject with `option_invalid` for
 * a lease or time to live that is not a positive number, with `store_failed` for a key of more than 1,000,000 bytes or
 * one that holds what is not this store's, and for what DynamoDB or the client rejects with, which is the `cause`.
 */
export function dynamodbStore(options: DynamodbStoreOptions): Store {
  assertOptions(options);
  const table = new DeliveryTable(options.client, options.table);
  const { clock } = table;

  const isLost = (found: Exclude<Outcome, "written">, token: string): boolean =>
    found === "absent" || found.token !== token || found.untilMs <= clock.now();

  return {
    async claim(key, { leaseMs, digest }) {
      assertDuration("leaseMs", leaseMs);
      const id = await partitionKey(key);
      let over: string | undefined;
      return answerOf(async () => {
        const start = clock.read();
        const token = crypto.randomUUID();
        const claim = { state: "claimed", token, untilMs: start.ms + leaseMs, digest } as const;
        const found = await table.put(id, claim, over);
        if (found === "absent") return undefined;
        if (found === "written") {
          over = token;
          // A lease that ends at a wrong time is put in order before anybody relies on it.
          return start.isRight() ? { state: "claimed", token } : undefined;
        }
        over = found.token;
        // Judged only now, for the answer has set the clock.
        const retryAfterMs = found.untilMs - clock.now();
        if (retryAfterMs <= 0) return undefined;
        if (found.state === "claimed") return { state: "in_progress", retryAfterMs };
        return { state: "done", reply: found.reply, digest: found.digest };
      });
    },

    async complete(key, token, { ttlMs, reply }) {
      assertDuration("ttlMs", ttlMs);
      const id = await partitionKey(key);
      let over: string | undefined;
      return answerOf(async () => {
        const now = clock.read();
        const call = crypto.randomUUID();
        const done = { state: "done", token: call, untilMs: now.ms + ttlMs, reply } as const;
        const found = await table.replace(id, done, { token, nowMs: now.ms }, over);
        if (found !== "written") return isLost(found, token) ? false : undefined;
        over = call;
        return now.isRight() ? true : undefined;
      });
    },

    async release(key, token) {
      const id = await partitionKey(key);
      return answerOf(async () => {
        const found = await table.delete(id, { token, nowMs: clock.now() });
        if (found === "written") return true;
        return isLost(found, token) ? false : undefined;
      });
    },
  };
}
