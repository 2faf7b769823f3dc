import { setTimeout as sleep } from "node:timers/promises";

/**
 * Keeps what is sent apart.
 *
 * @returns waits until the next one may go; one that was late is not made up for
 */
export function createPace(gapMs: number): () => Promise<void> {
  let earliest = 0;
  return async () => {
    const waitMs = earliest - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    earliest = performance.now() + gapMs;
  };
}
