import type { FaultLog } from "./fault-log.ts";
import type { HandlerRun } from "./handler-run.ts";
import { leaseEnd } from "./lease-order.ts";

/** Two handlers of one delivery that ran at the same time. */
export interface Overlap {
  readonly runs: readonly [HandlerRun, HandlerRun];
  /** Both leases were still live; otherwise one of the two had overslept its own. */
  readonly isInLease: boolean;
}

export function overlapsOf(runs: readonly HandlerRun[], log: FaultLog): readonly Overlap[] {
  const finish = ({ endedAt, threwAt, receiver }: HandlerRun): number =>
    endedAt ?? threwAt ?? log.killedAt(receiver) ?? Number.POSITIVE_INFINITY;
  return runs.flatMap((one, index) =>
    runs.slice(index + 1).flatMap((other): readonly Overlap[] => {
      if (one.startedAt === undefined || other.startedAt === undefined) return [];
      const from = Math.max(one.startedAt, other.startedAt);
      if (from >= Math.min(finish(one), finish(other))) return [];
      return [{ runs: [one, other], isInLease: from < Math.min(leaseEnd(one), leaseEnd(other)) }];
    }),
  );
}
