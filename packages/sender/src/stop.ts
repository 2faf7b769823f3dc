/** Tells many at once that something has ended. Thousands wait for it, for which an AbortSignal is not made. */
export class Stop {
  readonly #listeners = new Set<() => void>();
  #isStopped = false;

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Calls it when it is stopped, unless it is taken away before; at once where it is stopped already. */
  add(listener: () => void): void {
    if (this.#isStopped) listener();
    else this.#listeners.add(listener);
  }

  delete(listener: () => void): void {
    this.#listeners.delete(listener);
  }

  stop(): void {
    this.#isStopped = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
