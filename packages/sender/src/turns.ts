type End = (isGiven: boolean) => void;

/** Lets one after the other, of those that share a key. */
export class Turns {
  readonly #waiters = new Map<string, Set<End>>();
  #isClosed = false;

  /**
   * Waits for its turn.
   *
   * @returns what gives it to the next; `undefined` when the signal was aborted, or the turns were closed, before
   */
  async enter(key: string, signal: AbortSignal | undefined): Promise<(() => void) | undefined> {
    if (this.#isClosed || signal?.aborted) return undefined;
    const leave = (): void => this.#leave(key);
    const waiters = this.#waiters.get(key);
    if (waiters === undefined) {
      this.#waiters.set(key, new Set());
      return leave;
    }
    const isGiven = await new Promise<boolean>((resolve) => {
      const onAbort = (): void => end(false);
      const end: End = (given) => {
        waiters.delete(end);
        signal?.removeEventListener("abort", onAbort);
        resolve(given);
      };
      waiters.add(end);
      signal?.addEventListener("abort", onAbort);
    });
    return isGiven ? leave : undefined;
  }

  /** Sends away whoever waits. */
  close(): void {
    this.#isClosed = true;
    for (const waiters of this.#waiters.values()) for (const end of [...waiters]) end(false);
  }

  #leave(key: string): void {
    const [next] = this.#waiters.get(key) ?? [];
    if (next) next(true);
    else this.#waiters.delete(key);
  }
}
