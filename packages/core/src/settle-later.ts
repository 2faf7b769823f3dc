import { ask, type StorePatience } from "./ask-store.ts";
import type { ClaimResult, Store } from "./store.ts";

/** Milliseconds before the second try; each wait is twice the last, up to the longest. */
const firstWaitMs = 100;
const longestWaitMs = 1000;

/**
 * Goes on telling a store what it could not be told, while the lease may live: the next try of the provider shall find
 * the delivery done, or free. Keeps no process from ending. Never rejects.
 */
export async function settleLater(
  options: StorePatience & { readonly leaseMs: number },
  verb: () => boolean | Promise<boolean>,
): Promise<void> {
  const endsAt = performance.now() + options.leaseMs;
  for (let waitMs = firstWaitMs; performance.now() + waitMs < endsAt; ) {
    await new Promise((resolve) => {
      const timer: { unref?: () => unknown } = Object(setTimeout(resolve, waitMs));
      timer.unref?.();
    });
    waitMs = Math.min(2 * waitMs, longestWaitMs);
    try {
      await ask(options, verb);
      return;
    } catch {
      // It could still not be told.
    }
  }
}

/** Frees a delivery that was claimed when nobody waited for the answer any more. Never rejects. */
export async function releaseLate(
  options: StorePatience,
  key: string,
  store: Store,
  claiming: ClaimResult | Promise<ClaimResult> | undefined,
): Promise<void> {
  try {
    const result = await claiming;
    if (result?.state === "claimed") await ask(options, () => store.release(key, result.token));
  } catch {
    // There is no claim, or its lease will end.
  }
}
