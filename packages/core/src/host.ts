/** What can keep its process alive after an answer: a worker's `ctx`, a fetch event, `{ waitUntil: after }` of Next. */
export interface Host {
  /**
   * Keeps the process alive until this promise is settled, or the host's own limit is reached.
   *
   * @throws when the host can't
   */
  waitUntil(work: Promise<unknown>): unknown;
}
