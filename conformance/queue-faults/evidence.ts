import type { PlannedDelivery } from "../faults/planned-delivery.ts";
import type { Answer } from "../faults/simulated-provider.ts";
import type { FaultLog } from "./fault-log.ts";
import type { HandlerRun } from "./handler-run.ts";
import type { QueueReach } from "./queue-reach.ts";
import type { QueueKind, Step } from "./settings.ts";

/** All that is known when a trial is over. */
export interface Evidence {
  readonly queue: QueueKind;
  readonly deliveries: readonly PlannedDelivery[];
  /** Those for which the provider got its 2xx, for each copy. */
  readonly accepted: ReadonlySet<PlannedDelivery>;
  readonly answers: readonly Answer[];
  /** By event. */
  readonly runs: ReadonlyMap<string, readonly HandlerRun[]>;
  /** When the queue first said that it has an event, by event. */
  readonly enqueuedAt: ReadonlyMap<string, number>;
  /** By process: when it died, or was seen to be dead. */
  readonly killedAt: ReadonlyMap<string, number>;
  /** How many processes killed themselves at each step. */
  readonly deaths: ReadonlyMap<Step, number>;
  readonly reach: QueueReach;
  readonly log: FaultLog;
  /** What was found wrong in the queue once all was quiet. */
  readonly left: readonly string[];
  readonly crashes: readonly string[];
}
