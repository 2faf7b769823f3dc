import { Random } from "../faults/random.ts";
import type { Deadly } from "../queue-faults/journal.ts";
import type { EventPlan } from "../queue-faults/planned-event.ts";
import { type Step, steps } from "./settings.ts";

/** What is published: the data says at which step it kills, and repeats the id. */
export interface PlannedEvent {
  readonly id: string;
  readonly type: string;
  /** As ISO 8601 has it: the same whenever it is published. */
  readonly timestamp: string;
  readonly data: Deadly;
}

/** How many in a hundred events are of which type. */
const shares: readonly (readonly [type: string, share: number])[] = [
  ["ledger.a.entry", 20],
  ["ledger.b.entry", 20],
  ["order.placed", 25],
  ["order.paid", 25],
  ["invoice.sent", 10],
];
const types = shares.flatMap(([type, share]) => Array<string>(share).fill(type));

/** The types of one stream are published one after the other, for there are endpoints that want them in order. */
export const streamOf = ({ type }: PlannedEvent): string | undefined =>
  type.startsWith("ledger.") ? type : undefined;

/** Events of several types, some of which kill a process: those of a queue that outlives it. */
export function planEvents(
  { deliveries, deathGap }: EventPlan,
  seed: number,
  mayKill: boolean,
): readonly PlannedEvent[] {
  const startedAtMs = Date.now();
  return Array.from({ length: deliveries }, (_, index) => {
    const id = `event-${index}`;
    const isDeadly = mayKill && index % deathGap === deathGap - 1;
    const step: Step | undefined = steps[Math.floor(index / deathGap) % steps.length];
    return {
      id,
      type: new Random(`${seed}/${id}`).pick(types),
      timestamp: new Date(startedAtMs + index).toISOString(),
      data: { order: id, diesAt: (isDeadly && step) || null },
    };
  });
}
