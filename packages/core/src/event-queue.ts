/** What a receiver needs of a queue to answer before its handlers have run; the queues of `@hooks/queue` have it. */
export interface EventQueue {
  /**
   * Resolves once the job is durable. Idempotent by `id`, for as long as the job is known; what is the same job is told
   * by its body and by `identity`.
   *
   * @param job its data are {@link EventFacts}
   */
  enqueue(
    job: { readonly data: unknown; readonly body?: Uint8Array },
    options: { readonly id: string; readonly identity?: unknown },
  ): Promise<{ readonly isNew: boolean }>;
}

/**
 * What an enqueued event is known to be, beside its body: JSON. The headers that carry its signature, with which some
 * providers send the secret itself, are left out, and so are query parameters that do.
 */
export type EventFacts = {
  /** The provider's id: tells the jobs of several receivers apart that share a queue. */
  readonly provider: string;
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly id: string | null;
  readonly type: string | null;
  /** Milliseconds since the epoch. */
  readonly timestampMs: number | null;
  readonly secretLabel: string | number;
  readonly form: string | null;
  /** JSON, of the token's. */
  readonly claims: string | null;
  /** Its place, where it came in a batch. */
  readonly place: number | null;
};

/** A job as a worker of the queue gets it. */
export interface QueuedEvent {
  readonly data: unknown;
  readonly body?: Uint8Array | undefined;
}
