/** When failed jobs are tried again, as data. */
export interface RetrySchedule {
  /**
   * How long to wait before the second attempt, the third, and so on; there is one attempt more than numbers here.
   * Default: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
   */
  readonly delaysMs?: readonly number[];
  /** Up to how much is added to each, as a part of it; default 0.2, so that a delay of 10 s is one of 10 to 12 s. */
  readonly jitter?: number;
}
