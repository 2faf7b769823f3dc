import { QueueError } from "@hooks/queue";
import { expect, test } from "vitest";
import { storageError } from "../src/storage-error.ts";

test.each([
  ["OOM command not allowed when used memory > 'maxmemory'.", "storage_full"],
  ["MISCONF Errors writing to the AOF file: No space left on device", "storage_readonly"],
  ["READONLY You can't write against a read only replica.", "storage_readonly"],
  ["NOREPLICAS Not enough good replicas to write.", "storage_readonly"],
  ["LOADING Redis is loading the dataset in memory", "storage_busy"],
  ["CLUSTERDOWN The cluster is down", "storage_busy"],
  ["NOAUTH Authentication required.", "storage_failed"],
  ["connect ECONNREFUSED 127.0.0.1:6379", "storage_failed"],
])("%s is %s", (message, code) => {
  expect(storageError(new Error(message)).code).toBe(code);
});

test("neither the message nor the cause has what was sent", () => {
  const sent = Object.assign(
    new Error("ERR unknown command 'evalsha', with args beginning with: 'secret payload' "),
    { command: { name: "evalsha", args: ["secret payload"] } },
  );
  const error = storageError(sent);
  const told = [
    error.message,
    error.stack,
    (error.cause as Error).message,
    (error.cause as Error).stack,
  ];
  expect(told.join("\n")).not.toContain("secret");
  expect(JSON.stringify([error, error.cause])).not.toContain("secret");
});

test("the queue's own errors stay as they are", () => {
  const error = new QueueError("storage_evicts");
  expect(storageError(error)).toBe(error);
});
