/** Counts the events that are under way, so that there are never too many in memory, nor too many of one endpoint. */
export class Pending {
  readonly #max: number;
  readonly #maxOfOne: number;
  readonly #counts = new Map<string, number>();
  readonly #onRoom = new Set<() => void>();
  #count = 0;

  constructor(max: number, maxOfOne: number) {
    this.#max = max;
    this.#maxOfOne = maxOfOne;
  }

  get count(): number {
    return this.#count;
  }

  /** Is there room for one more of this endpoint; without it, of any? */
  hasRoom(endpointId?: string): boolean {
    const ofOne = endpointId === undefined ? 0 : (this.#counts.get(endpointId) ?? 0);
    return this.#count < this.#max && ofOne < this.#maxOfOne;
  }

  /** Waits until there is. */
  async room(endpointId?: string): Promise<void> {
    while (!this.hasRoom(endpointId)) {
      await new Promise<void>((resolve) => this.#onRoom.add(resolve));
    }
  }

  /** Waits until none is left. */
  async none(): Promise<void> {
    while (this.#count > 0) await new Promise<void>((resolve) => this.#onRoom.add(resolve));
  }

  /** Counts one more. */
  add(endpointId: string): void {
    this.#count++;
    this.#counts.set(endpointId, (this.#counts.get(endpointId) ?? 0) + 1);
  }

  /** Counts one less. */
  remove(endpointId: string): void {
    this.#count--;
    const left = (this.#counts.get(endpointId) ?? 0) - 1;
    if (left > 0) this.#counts.set(endpointId, left);
    else this.#counts.delete(endpointId);
    if (this.#onRoom.size === 0) return;
    for (const resolve of this.#onRoom) resolve();
    this.#onRoom.clear();
  }
}
