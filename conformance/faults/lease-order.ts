import type { HandlerRun } from "./handler-run.ts";
import { leaseMs } from "./settings.ts";

/** What is wrong with a claim that was granted after another. */
export type ClaimFault = "recorded" | "leased";

/** Redis counts whole milliseconds, by a clock that may be adjusted by some parts in ten thousand. */
const clockSlackMs = 10;

/** Until when the store has to keep others off, at the least: a claim is granted after it was asked for. */
export function leaseEnd({ claimAskedAt }: HandlerRun): number {
  return claimAskedAt + leaseMs - clockSlackMs;
}

/** What is wrong when `later` is granted its claim after `earlier` was. */
export function claimFault(earlier: HandlerRun, later: HandlerRun): ClaimFault | undefined {
  if (earlier.completion?.answer === "true") return "recorded";
  const { release } = earlier;
  const isReleased = release !== undefined && release.askedAt < later.claimedAt;
  return isReleased || later.claimedAt >= leaseEnd(earlier) ? undefined : "leased";
}

/**
 * Runs of one delivery in the order in which the store granted their claims. An answer may reach a process long after
 * it was given, as when that was paused: where the times leave the order open, it is the one that is in order.
 */
export function inLeaseOrder(runs: readonly HandlerRun[]): readonly HandlerRun[] {
  return runs.toSorted((one, other) => {
    const byAnswer = one.claimedAt - other.claimedAt;
    const [first, second] = byAnswer < 0 ? [one, other] : [other, one];
    const isOpen = second.claimAskedAt < first.claimedAt;
    const isReverse = isOpen && claimFault(first, second) && !claimFault(second, first);
    return isReverse ? -byAnswer : byAnswer;
  });
}
