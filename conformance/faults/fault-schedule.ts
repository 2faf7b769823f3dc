import type { FaultKind } from "./fault-log.ts";
import type { Random } from "./random.ts";
import { leaseMs } from "./settings.ts";

/** A fault to come. */
export interface Fault {
  readonly kind: FaultKind;
  /** It comes when the provider is done with so many deliveries, and so much later. */
  readonly afterDeliveries: number;
  readonly delayMs: number;
  /** How long it lasts; for what is killed, how long nobody starts it again. */
  readonly forMs: number;
  /** Which receiver it strikes, unless that one is busy with another. */
  readonly slot: number;
}

export interface FaultPace {
  readonly deliveries: number;
  readonly receivers: number;
  /** Deliveries between two faults, on average. */
  readonly faultGap: number;
  /** Does a pause end before the lease of what is paused? */
  readonly pausesAreShort?: boolean;
}

interface Card {
  readonly kind: FaultKind;
  /** How many are in the pack. */
  readonly count: number;
  readonly forMs: readonly [number, number];
}

const cards: readonly Card[] = [
  { kind: "receiver killed", count: 8, forMs: [0, 500] },
  { kind: "receiver paused", count: 3, forMs: [50, 1500] },
  { kind: "receiver paused beyond its lease", count: 2, forMs: [leaseMs + 1200, leaseMs + 2800] },
  { kind: "Redis stopped", count: 1, forMs: [0, 1000] },
  { kind: "Redis killed", count: 1, forMs: [0, 1000] },
  { kind: "connections cut", count: 1, forMs: [0, 1000] },
  { kind: "connections held up", count: 1, forMs: [200, 2500] },
  { kind: "connections half open", count: 1, forMs: [200, 2500] },
  { kind: "answers lost", count: 1, forMs: [100, 1500] },
  { kind: "connections slow", count: 1, forMs: [500, 3000] },
];

/** The kinds of faults that a pace brings. */
export const kindsOf = ({ pausesAreShort = false }: Partial<FaultPace>): readonly FaultKind[] =>
  cards
    .map(({ kind }) => kind)
    .filter((kind) => !pausesAreShort || kind !== "receiver paused beyond its lease");

/** Less than most handlers take, so that a fault strikes those whose fellows have just got their answer. */
const longestDelayMs = 100;

/**
 * Deals faults from shuffled packs, so that every kind comes early and often. They keep pace with the deliveries, not
 * with the clock: so each strikes while there is work going on, on a slow machine too.
 */
export function faultSchedule(random: Random, pace: FaultPace): readonly Fault[] {
  const { deliveries, receivers, faultGap } = pace;
  const kinds = kindsOf(pace);
  const pack = cards
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((card) => Array<Card>(card.count).fill(card));
  const schedule: Fault[] = [];
  let cardsLeft: readonly Card[] = [];
  for (
    let after = faultGap;
    after < deliveries;
    after += random.between(faultGap / 2, 1.5 * faultGap)
  ) {
    if (cardsLeft.length === 0) cardsLeft = random.shuffle(pack);
    const [card, ...rest] = cardsLeft;
    if (!card) break;
    cardsLeft = rest;
    schedule.push({
      kind: card.kind,
      afterDeliveries: Math.floor(after),
      delayMs: random.between(0, longestDelayMs),
      forMs: random.between(...card.forMs),
      slot: Math.floor(random.between(0, receivers)),
    });
  }
  return schedule;
}
