import type { Random } from "../faults/random.ts";
import { leaseMs, type QueueKind } from "./settings.ts";

export const faultKinds = [
  "receiver killed",
  "publisher killed",
  "worker killed",
  "receiver paused",
  "publisher paused",
  "worker paused",
  "worker paused beyond its lease",
  "Redis killed",
  "Redis stopped",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A fault to come. */
export interface Fault {
  readonly kind: FaultKind;
  /** It comes when the provider is done with so many events, and so much later. */
  readonly afterDeliveries: number;
  readonly delayMs: number;
  /** How long it lasts; for what is killed, how long nobody starts it again. */
  readonly forMs: number;
  /** Which receiver or worker it strikes, by chance. */
  readonly place: number;
}

/** Events, and how many of them come between two faults, on average. */
export interface FaultPace {
  readonly deliveries: number;
  readonly faultGap: number;
}

interface Card {
  readonly kind: FaultKind;
  /** How many are in the pack. */
  readonly count: number;
  readonly forMs: readonly [number, number];
}

const cards: readonly Card[] = [
  { kind: "receiver killed", count: 2, forMs: [0, 300] },
  { kind: "publisher killed", count: 2, forMs: [0, 300] },
  { kind: "worker killed", count: 4, forMs: [0, 300] },
  { kind: "receiver paused", count: 1, forMs: [100, 1500] },
  { kind: "publisher paused", count: 1, forMs: [100, 1500] },
  { kind: "worker paused", count: 1, forMs: [50, 800] },
  { kind: "worker paused beyond its lease", count: 2, forMs: [1.3 * leaseMs, 1.7 * leaseMs] },
  { kind: "Redis killed", count: 1, forMs: [0, 800] },
  { kind: "Redis stopped", count: 1, forMs: [0, 800] },
];

/** Who fills the queue. */
export type Front = "receiver" | "publisher";

/** The kinds that may come where those fill a queue, whichever it is. */
export function faultKindsFor(front: Front): readonly FaultKind[] {
  const other = front === "receiver" ? "publisher" : "receiver";
  return faultKinds.filter((kind) => !kind.startsWith(other));
}

/** The kinds that a queue can meet. One in a process's memory does not outlive it, and has no other processes. */
export function faultKindsOf(queue: QueueKind, front: Front): readonly FaultKind[] {
  const kinds = faultKindsFor(front);
  if (queue === "memory") return kinds.filter((kind) => kind.startsWith("worker paused"));
  return kinds.filter((kind) => queue === "BullMQ" || !kind.startsWith("Redis"));
}

/** Deals faults from shuffled packs, so that every kind comes early and often, in step with the events. */
export function faultSchedule(
  random: Random,
  { deliveries, faultGap }: FaultPace,
  kinds: readonly FaultKind[],
): readonly Fault[] {
  const pack = cards
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((card) => Array<Card>(card.count).fill(card));
  const count = Math.max(pack.length, Math.floor(deliveries / faultGap) - 1);
  const faults: Fault[] = [];
  let left: readonly Card[] = [];
  for (let index = 1; index <= count; index++) {
    if (left.length === 0) left = random.shuffle(pack);
    const [card, ...rest] = left;
    if (!card) break;
    left = rest;
    faults.push({
      kind: card.kind,
      afterDeliveries: Math.floor(((index - random.between(0, 0.9)) * deliveries) / (count + 1)),
      delayMs: random.between(0, 150),
      forMs: random.between(...card.forMs),
      place: Math.floor(random.between(0, 1000)),
    });
  }
  return faults;
}
