import { grown } from "./grown.ts";
import { KeyColumn } from "./key-column.ts";
import { createSeededHash } from "./seeded-hash.ts";

/**
 * Finds the slot of a key.
 *
 * A `Map` would do, and was tried: with a million keys that come and go it is four times slower than with a
 * thousand, for it follows half a dozen pointers; here an absent key is mostly told by one look into an array.
 */
export class KeyIndex {
  readonly #hash: (words: Int32Array) => number;
  readonly #keys = new KeyColumn();
  /** Of the key that was looked for last. */
  #lastHash = 0;
  /** By the upper bits of the hash: one more than the first slot, or 0. */
  #buckets = new Int32Array(2);
  /** By slot: the hash, and one more than the next slot of the same bucket, or 0. */
  #links = new Int32Array(0);
  #shift = 31;
  #size = 0;

  constructor(hash: (words: Int32Array) => number = createSeededHash()) {
    this.#hash = hash;
  }

  get size(): number {
    return this.#size;
  }

  find(key: string): number | undefined {
    const hash = this.#hash(this.#keys.read(key));
    this.#lastHash = hash;
    let link = this.#buckets[hash >>> this.#shift] as number;
    while (link !== 0) {
      const slot = link - 1;
      if (this.#links[2 * slot] === hash && this.#keys.isAt(slot)) return slot;
      link = this.#links[2 * slot + 1] as number;
    }
    return undefined;
  }

  /** Brings the bucket of a slot that goes soon into the processor's cache. */
  fetch(slot: number): void {
    const bucket = (this.#links[2 * slot] as number) >>> this.#shift;
    // Written as it is, for engines leave out a read that nothing follows from.
    this.#buckets[bucket] = (this.#buckets[bucket] as number) | 0;
  }

  /** Adds the key that was looked for last, and is not there. */
  add(slot: number): void {
    this.#keys.put(slot);
    this.#links[2 * slot] = this.#lastHash;
    this.#link(slot);
    this.#size++;
  }

  remove(slot: number): void {
    const bucket = (this.#links[2 * slot] as number) >>> this.#shift;
    const after = this.#links[2 * slot + 1] as number;
    if (this.#buckets[bucket] === slot + 1) {
      this.#buckets[bucket] = after;
    } else {
      let before = (this.#buckets[bucket] as number) - 1;
      while (this.#links[2 * before + 1] !== slot + 1)
        before = (this.#links[2 * before + 1] as number) - 1;
      this.#links[2 * before + 1] = after;
    }
    this.#keys.clear(slot);
    this.#size--;
  }

  /** Makes place for so many slots, a power of two. */
  grow(capacity: number): void {
    const buckets = this.#buckets;
    const links = this.#links;
    this.#keys.grow(capacity);
    this.#links = grown(links, 2 * capacity);
    this.#buckets = new Int32Array(2 * capacity);
    this.#shift = 31 - Math.log2(capacity);
    for (let link of buckets) {
      while (link !== 0) {
        const slot = link - 1;
        link = links[2 * slot + 1] as number;
        this.#link(slot);
      }
    }
  }

  #link(slot: number): void {
    const bucket = (this.#links[2 * slot] as number) >>> this.#shift;
    this.#links[2 * slot + 1] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = slot + 1;
  }
}
