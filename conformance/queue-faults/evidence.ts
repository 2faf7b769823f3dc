import type { PlannedDelivery } from "../faults/planned-delivery.ts";
import type { Answer } from "../faults/simulated-provider.ts";
import type { FaultLog } from "./fault-log.ts";
import type { Readings } from "./read-all.ts";
import type { QueueKind } from "./settings.ts";

/** What is known of every trial with a queue when it is over. */
export interface QueueEvidence extends Readings {
  readonly queue: QueueKind;
  readonly log: FaultLog;
  /** What was found wrong in the queue once all was quiet. */
  readonly left: readonly string[];
  /** When all began to be given to the queue once more; what came after that heals no loss. */
  readonly endedAt: number;
  readonly crashes: readonly string[];
}

/** All that is known when a trial is over. */
export interface Evidence extends QueueEvidence {
  readonly deliveries: readonly PlannedDelivery[];
  /** Those for which the provider got its 2xx, for each copy. */
  readonly accepted: ReadonlySet<PlannedDelivery>;
  readonly answers: readonly Answer[];
}
