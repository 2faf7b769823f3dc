import { SenderError, type SenderErrorCode } from "../sender-error.ts";

/** SQLite's primary result codes (sqlite.org/rescode.html), and what they are here. */
const faults = new Map<number, readonly [SenderErrorCode, string]>([
  [5, ["store_failed", "another process has held the file for too long"]],
  [6, ["store_failed", "another connection has held the file for too long"]],
  [8, ["store_read_only", "the file can't be written"]],
  [11, ["store_failed", "the file is damaged"]],
  [13, ["store_full", "there is no room for more"]],
  [14, ["store_failed", "the file can't be opened"]],
  [26, ["store_failed", "the file is no SQLite database"]],
]);

const readOnly = new Set(["EACCES", "EPERM", "EROFS"]);

/** What a fault of SQLite or of the file system is to the store's user. The fault itself is its cause. */
export function storeFault(error: unknown): SenderError {
  if (error instanceof SenderError) return error;
  const { errcode, code } = Object(error) as { errcode?: unknown; code?: unknown };
  const known = typeof errcode === "number" ? faults.get(errcode & 0xff) : undefined;
  if (known) return new SenderError(known[0], "file", known[1], { cause: error });
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new SenderError("store_full", "file", "there is no room for more", { cause: error });
  }
  const isReadOnly = typeof code === "string" && readOnly.has(code);
  return isReadOnly
    ? new SenderError("store_read_only", "file", "the file can't be written", { cause: error })
    : new SenderError("store_failed", "file", "SQLite failed", { cause: error });
}
