import { grown } from "./grown.ts";

/** Numbers the slots of a table, and links them into rings, so that one can be moved or taken out at once. */
export class SlotRings {
  #previous = new Int32Array(0);
  #next = new Int32Array(0);
  #used = 0;
  /** The first of the slots that were given back; each links to the next. */
  #free = -1;

  /** How many slots there is place for. */
  get capacity(): number {
    return this.#next.length;
  }

  /** A slot that is nobody's, in a ring of its own. `capacity` may grow. */
  take(): number {
    let slot = this.#free;
    if (slot === -1) {
      slot = this.#used++;
      if (slot === this.capacity) this.#grow();
    } else {
      this.#free = this.#next[slot] as number;
    }
    this.#previous[slot] = slot;
    this.#next[slot] = slot;
    return slot;
  }

  /** Gives a slot back that was unlinked. */
  giveBack(slot: number): void {
    this.#next[slot] = this.#free;
    this.#free = slot;
  }

  next(slot: number): number {
    return this.#next[slot] as number;
  }

  /** Takes a slot out of its ring; next it has to be appended or given back. */
  unlink(slot: number): void {
    this.#join(this.#previous[slot] as number, this.#next[slot] as number);
  }

  /** Puts a slot that is in no ring, or in its own, at the end of the ring that starts after `ring`. */
  append(ring: number, slot: number): void {
    this.#join(this.#previous[ring] as number, slot);
    this.#join(slot, ring);
  }

  #join(first: number, second: number): void {
    this.#next[first] = second;
    this.#previous[second] = first;
  }

  #grow(): void {
    const capacity = Math.max(64, 2 * this.capacity);
    this.#previous = grown(this.#previous, capacity);
    this.#next = grown(this.#next, capacity);
  }
}
