import type { Delivery } from "@hooks/core";
import { type Forwarded, forward, forwardAgain, mayPass } from "./forward.ts";
import type { StatusLine } from "./recorded.ts";

/** How many forwards are repeated at a time. */
const mostAtOnce = 50;

/** How long is waited before the first repetition. */
const firstWaitMs = 500;

/** Repeats forwards that failed, while others are taken. */
export interface ForwardRetries {
  /**
   * Takes a forward over.
   *
   * @returns false where it is none to be repeated, or there are too many
   */
  readonly take: (id: string, failed: Forwarded, delivery: Delivery) => boolean;
  /** Gives up the waiting, and waits for those that are on their way. */
  readonly end: () => Promise<void>;
}

/**
 * Makes a place for forwards that failed.
 *
 * @param onEnd told what became of each in the end
 */
export function createForwardRetries(
  target: URL,
  retries: number,
  timeoutMs: number,
  onEnd: (line: StatusLine) => Promise<void>,
): ForwardRetries {
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    take: (id, failed, delivery) => {
      const isOver = failed.why === undefined || !mayPass(failed);
      if (isOver || retries === 0 || running.size >= mostAtOnce) return false;
      const again = () => forward(target, delivery, timeoutMs);
      const work = forwardAgain(failed, again, { retries, firstWaitMs, signal: stop.signal })
        .then(({ why }) => onEnd({ id, status: why === undefined ? "accepted" : "failed", why }))
        .finally(() => running.delete(work));
      running.add(work);
      return true;
    },
    end: async () => {
      stop.abort();
      await Promise.allSettled(running);
    },
  };
}
