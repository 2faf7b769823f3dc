/** So many starts in so long a time. */
export interface RateLimit {
  /** Starts, 1 or more; in a whole window, so that a burst of all of them may come at once. */
  readonly max: number;
  readonly perMs: number;
}

/** What holds for the jobs of one lane, in all processes together. Retries count like first attempts. */
export interface LaneLimits {
  /** Jobs of the lane that are active at a time; default 10. An ordered lane has one. */
  readonly concurrency?: number;
  /**
   * Starts in any window; default no limit. At most `max` starts within every `perMs`: windows may be fixed ones, so
   * that around a border up to twice `max` start within `perMs`.
   */
  readonly rateLimit?: RateLimit;
  /**
   * One job at a time, strictly in the order in which they were enqueued; default `false`.
   *
   * The first job that is neither completed nor dead holds up those behind it, also while it is delayed or waits for
   * its next attempt. Priorities have no meaning in the lane. What is put back from the dead goes to its end.
   */
  readonly ordered?: boolean;
}
