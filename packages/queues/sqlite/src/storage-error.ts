import { isQueueError, QueueError, type QueueErrorCode } from "@hooks/queue";

/** SQLite's result codes, as its documentation numbers them. */
const codes: Readonly<Record<number, QueueErrorCode>> = {
  5: "storage_busy",
  6: "storage_busy",
  8: "storage_readonly",
  13: "storage_full",
};

function resultCode(error: unknown): number | undefined {
  const isSqlite = error instanceof Error && "errcode" in error;
  // The low byte; the others say where it happened.
  return isSqlite && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Is the file locked by another for now? */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === 5 || code === 6;
}

/** What the queue says of an error of SQLite. Its messages name tables and columns, never values. */
export function storageError(error: unknown): QueueError {
  if (isQueueError(error)) return error;
  const code = codes[resultCode(error) ?? 0] ?? "storage_failed";
  const message = error instanceof Error ? error.message : "SQLite has failed";
  return new QueueError(code, message, { cause: error });
}
