const seconds = 60;

/** Counts what has happened within the last minute, second by second. */
export class RateMeter {
  readonly #counts = new Uint32Array(seconds);
  #latestSecond = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts what has happened now. */
  add(count = 1): void {
    this.#drop();
    const place = this.#latestSecond % seconds;
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
  }

  /** Of the last minute. */
  total(): number {
    this.#drop();
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  #drop(): void {
    const second = Math.floor(this.#now() / 1000);
    const passed = second - this.#latestSecond;
    if (passed <= 0) return;
    for (let i = 1; i <= Math.min(passed, seconds); i++) {
      this.#counts[(this.#latestSecond + i) % seconds] = 0;
    }
    this.#latestSecond = second;
  }
}
