import { isQueueError } from "@hooks/queue";
import { isSenderError } from "@hooks/sender";
import { isDispatcherError } from "./dispatcher-error.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";
import type { Tell } from "./report.ts";

/** What a relay works with. */
export interface RelayOptions {
  readonly outbox: Outbox;
  readonly publish: (entry: OutboxEntry) => Promise<unknown>;
  readonly tell: Tell;
}

const batchSize = 100;
const longestPauseMs = 30_000;

const lasting: readonly string[] = ["job_invalid", "job_too_large"];

/** The code of an error that comes again however often the event is published. */
function lastingCode(error: unknown): string | undefined {
  if (isDispatcherError(error)) return error.code === "event_id_reused" ? error.code : undefined;
  if (isSenderError(error)) return error.code;
  return isQueueError(error) && lasting.includes(error.code) ? error.code : undefined;
}

/**
 * Moves events from the outbox into the queue: published first, forgotten after, so that none is lost; and since
 * publishing is idempotent, none is added twice, however many relays do the same.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { outbox, tell } = this.#options;
    let pauseMs = outbox.pollMs;
    while (!this.#stop.signal.aborted) {
      let moved = 0;
      try {
        moved = await this.#move();
        pauseMs = outbox.pollMs;
      } catch (error) {
        tell({ type: "outbox.failed", error });
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
      if (moved < batchSize) await this.#pause(pauseMs);
    }
  }

  /** Answers how many were there. An order that endpoints may have asked for is kept: one after the other. */
  async #move(): Promise<number> {
    const { outbox, publish, tell } = this.#options;
    const entries = await outbox.waiting(batchSize);
    const published: OutboxEntry[] = [];
    try {
      for (const entry of entries) {
        if (this.#stop.signal.aborted) break;
        try {
          await publish(entry);
          published.push(entry);
        } catch (error) {
          const code = lastingCode(error);
          if (code === undefined) throw error;
          await outbox.refuse(entry, code);
          tell({ type: "outbox.refused", eventId: entry.event.id, code, error });
        }
      }
    } finally {
      await outbox.remove(published);
    }
    return entries.length;
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end);
    });
  }
}
