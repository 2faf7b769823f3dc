interface Payload {
  readonly bytes: Uint8Array;
  readonly recordedAtMs: number;
}

/** The bodies of rows, in the order in which they were recorded. */
export class Payloads<Row extends object> {
  readonly #payloads = new Map<Row, Payload>();
  readonly #now: () => number;
  bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Keeps a copy, for the bytes may be changed by whoever holds them. */
  set(row: Row, bytes: Uint8Array): void {
    this.#payloads.set(row, { bytes: Uint8Array.from(bytes), recordedAtMs: this.#now() });
    this.bytes += bytes.length;
  }

  get(row: Row): Uint8Array | undefined {
    return this.#payloads.get(row)?.bytes;
  }

  delete(row: Row): void {
    this.bytes -= this.#payloads.get(row)?.bytes.length ?? 0;
    this.#payloads.delete(row);
  }

  deleteOldest(): void {
    const [row] = this.#payloads.keys();
    if (row) this.delete(row);
  }

  /** Drops those that were recorded before. @returns how many */
  drop(beforeMs: number): number {
    let count = 0;
    for (const [row, { recordedAtMs }] of this.#payloads) {
      // A clock may have been set back in between; what follows is dropped with what went before.
      if (recordedAtMs >= beforeMs) break;
      this.delete(row);
      count++;
    }
    return count;
  }
}
