import type { Reply } from "@hooks/core";
import { DigestColumn } from "./digest-column.ts";
import { grown } from "./grown.ts";
import { KeyIndex } from "./key-index.ts";
import { Lanes } from "./lanes.ts";
import { copyReply } from "./recorded-reply.ts";
import { SlotRings } from "./slot-rings.ts";

/** How many of those that go next are fetched at a time. */
const fetched = 16;

/** What a memory store holds, in columns: objects would take more memory, and the garbage collector's time. */
export class EntryTable {
  readonly #maxEntries: number;
  readonly #index = new KeyIndex();
  /** What settles the claim; empty when the delivery is completed. */
  readonly #tokens: string[] = [];
  #expiresAt = new Float64Array(0);
  readonly #digests = new DigestColumn();
  readonly #replies = new Map<number, Reply>();
  readonly #rings = new SlotRings();
  readonly #claimed = new Lanes(this.#rings);
  readonly #done = new Lanes(this.#rings);
  #dropped = 0;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#index.size;
  }

  find(key: string): number | undefined {
    return this.#index.find(key);
  }

  expiresAt(slot: number): number {
    return this.#expiresAt[slot] as number;
  }

  token(slot: number): string {
    return this.#tokens[slot] as string;
  }

  isDone(slot: number): boolean {
    return this.#tokens[slot] === "";
  }

  /** A copy that its receiver may change. */
  replyCopy(slot: number): Reply | undefined {
    const reply = this.#replies.get(slot);
    return reply && copyReply(reply);
  }

  digest(slot: number): string | undefined {
    return this.#digests.get(slot);
  }

  /** Makes room for one more entry. `false` when all are live claims. */
  makeRoom(ms: number): boolean {
    // Two for each that comes: what has expired is gone in the end, and no claim takes long.
    for (let i = 0; i < 2; i++) {
      const expired = this.#firstExpired(this.#claimed, ms) ?? this.#firstExpired(this.#done, ms);
      if (expired === undefined) break;
      this.remove(expired);
    }
    if (this.size < this.#maxEntries) return true;
    const leastUseful = this.#done.soonest(this.#expiresAt);
    if (leastUseful === undefined) return false;
    if (this.#dropped++ % fetched === 0) this.#fetchNext(leastUseful);
    this.remove(leastUseful);
    return true;
  }

  /** Makes an entry for the key that was looked for last, which has none; the caller says at once what it is. */
  add(): number {
    const slot = this.#takeSlot();
    this.#index.add(slot);
    return slot;
  }

  /** Gives an entry to a new claim, whatever it was before. */
  claim(
    slot: number,
    token: string,
    ms: number,
    leaseMs: number,
    digest: string | undefined,
  ): void {
    this.#rings.unlink(slot);
    this.#replies.delete(slot);
    this.#tokens[slot] = token;
    this.#expiresAt[slot] = ms + leaseMs;
    this.#digests.set(slot, digest);
    this.#claimed.append(slot, leaseMs);
  }

  /** Turns a claim into a completed delivery; the reply is copied. */
  complete(slot: number, ms: number, ttlMs: number, reply: Reply | undefined): void {
    this.#rings.unlink(slot);
    if (reply !== undefined) this.#replies.set(slot, copyReply(reply));
    this.#tokens[slot] = "";
    this.#expiresAt[slot] = ms + ttlMs;
    this.#done.append(slot, ttlMs);
  }

  remove(slot: number): void {
    this.#index.remove(slot);
    this.#tokens[slot] = "";
    this.#digests.set(slot, undefined);
    this.#replies.delete(slot);
    this.#rings.unlink(slot);
    this.#rings.giveBack(slot);
  }

  /** Their places in the index lie far apart in memory: reading all at once takes little longer than one. */
  #fetchNext(leastUseful: number): void {
    let slot = leastUseful;
    for (let i = 0; i < fetched; i++) {
      this.#index.fetch(slot);
      slot = this.#rings.next(slot);
    }
  }

  #firstExpired(lanes: Lanes, ms: number): number | undefined {
    const slot = lanes.soonest(this.#expiresAt);
    return slot !== undefined && this.expiresAt(slot) <= ms ? slot : undefined;
  }

  #takeSlot(): number {
    const slot = this.#rings.take();
    const { capacity } = this.#rings;
    if (this.#expiresAt.length < capacity) {
      this.#expiresAt = grown(this.#expiresAt, capacity);
      this.#digests.grow(capacity);
      this.#index.grow(capacity);
    }
    return slot;
  }
}
