import { setTimeout as sleep } from "node:timers/promises";

/** Waits until it is so; the test's own patience ends it otherwise. */
export async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await sleep(10);
}
