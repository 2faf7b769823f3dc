import { withTimeLimit } from "./time-limit.ts";
import { WebhookError } from "./webhook-error.ts";

/** How long a store may take. */
export interface StorePatience {
  readonly storeTimeoutMs: number;
}

export const storeFailed = (message: string, cause?: unknown): WebhookError =>
  new WebhookError("store_failed", message, { cause });

/** Asks the store, for no longer than `storeTimeoutMs`. @throws WebhookError `store_failed` */
export async function ask<T>(
  { storeTimeoutMs }: StorePatience,
  verb: () => T | Promise<T>,
): Promise<T> {
  try {
    return await withTimeLimit(
      verb(),
      storeTimeoutMs,
      () => new Error("the store did not answer in time"),
    );
  } catch (cause) {
    throw storeFailed("the store failed", cause);
  }
}
