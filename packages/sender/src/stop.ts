/** Who is told. */
export interface StopListener {
  readonly onStop: () => void;
  /** Where it stands, for {@link Stop} alone; -1 where it stands nowhere. */
  place: number;
}

/**
 * Tells many at once that something has ended. Thousands wait for it, for which an AbortSignal is not made.
 *
 * They stand in an array, where the last takes the place of one that leaves: each table that a Set has outgrown points at
 * the next, by which the garbage of one delivery would hold that of all after it.
 */
export class Stop {
  readonly #listeners: StopListener[] = [];
  #isStopped = false;

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Tells it when it is stopped, unless it is taken away before; at once where it is stopped already. */
  add(listener: StopListener): void {
    if (this.#isStopped) listener.onStop();
    else listener.place = this.#listeners.push(listener) - 1;
  }

  delete(listener: StopListener): void {
    const { place } = listener;
    if (place < 0) return;
    listener.place = -1;
    const last = this.#listeners.pop();
    if (last === undefined || last === listener) return;
    this.#listeners[place] = last;
    last.place = place;
  }

  stop(): void {
    this.#isStopped = true;
    for (let last = this.#listeners.at(-1); last; last = this.#listeners.at(-1)) {
      this.delete(last);
      last.onStop();
    }
  }
}
