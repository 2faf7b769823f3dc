/** HTTP dates have whole seconds. */
const dateStepMs = 1000;

/** A correction of less than this is none to act on: a date leaves as much open. */
const toleranceMs = dateStepMs / 2;

/** A time that was told. */
export interface Reading {
  /** Milliseconds since the epoch. */
  readonly ms: number;
  /** Whether no answer has shown since then that it was wrong. */
  readonly isRight: () => boolean;
}

/**
 * The time as DynamoDB tells it, each of whose answers is dated.
 *
 * The process's own clock is used as long as it agrees with the dates, for it has milliseconds. One that does not is
 * corrected by as little as makes it agree: then it is off by a second and an answer's time at most.
 */
export class TableClock {
  #correctionMs = 0;

  now(): number {
    return Date.now() + this.#correctionMs;
  }

  read(): Reading {
    const correctionMs = this.#correctionMs;
    return {
      ms: this.now(),
      isRight: () => Math.abs(this.#correctionMs - correctionMs) <= toleranceMs,
    };
  }

  /**
   * Takes in an answer's date.
   *
   * @param sentMs when the request was sent, by the process's clock; the date may be of any moment since
   * @throws Error without a date: a process whose clock is wrong would take the claims of others
   */
  hear(date: string | undefined, sentMs: number): void {
    const dateMs = Date.parse(date ?? "");
    if (Number.isNaN(dateMs)) throw new Error("the answer has no date");
    const receivedMs = Date.now();
    const leastMs = dateMs - receivedMs;
    const mostMs = dateMs + dateStepMs - Math.min(sentMs, receivedMs);
    this.#correctionMs = Math.min(Math.max(this.#correctionMs, leastMs), mostMs);
  }
}
