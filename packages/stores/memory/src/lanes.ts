import type { SlotRings } from "./slot-rings.ts";

/** Eight for every doubling of the duration, so that there are few, however many durations there are. */
function laneNumber(durationMs: number): number {
  const atLeastMs = Math.max(1, durationMs);
  const doublings = Math.floor(Math.log2(atLeastMs));
  return doublings * 8 + Math.floor((atLeastMs / 2 ** doublings) * 8);
}

/**
 * Slots in the order in which they expire, without sorting.
 *
 * What lasts equally long expires in the order in which it came; so there is a ring for each duration, and the
 * soonest is the first of one of them. Durations that differ by less than an eighth share a ring: then one may
 * stand behind another that expires later, by an eighth of its duration at most.
 */
export class Lanes {
  readonly #rings: SlotRings;
  readonly #ringByNumber = new Map<number, number>();
  readonly #all: number[] = [];
  #lastDurationMs = Number.NaN;
  #lastRing = -1;

  constructor(rings: SlotRings) {
    this.#rings = rings;
  }

  append(slot: number, durationMs: number): void {
    if (durationMs !== this.#lastDurationMs) {
      this.#lastRing = this.#ringFor(durationMs);
      this.#lastDurationMs = durationMs;
    }
    this.#rings.append(this.#lastRing, slot);
  }

  /** The slot with the least of `expiresAt` among the first of each ring. */
  soonest(expiresAt: Float64Array): number | undefined {
    let soonest: number | undefined;
    let soonestMs = Number.POSITIVE_INFINITY;
    for (const ring of this.#all) {
      const slot = this.#rings.next(ring);
      if (slot !== ring && (expiresAt[slot] as number) < soonestMs) {
        soonest = slot;
        soonestMs = expiresAt[slot] as number;
      }
    }
    return soonest;
  }

  #ringFor(durationMs: number): number {
    const number = laneNumber(durationMs);
    let ring = this.#ringByNumber.get(number);
    if (ring === undefined) {
      ring = this.#rings.take();
      this.#ringByNumber.set(number, ring);
      this.#all.push(ring);
    }
    return ring;
  }
}
