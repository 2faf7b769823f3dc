import type { Verified, WebhookErrorCode } from "@hooks/core";
import type { RecordedDelivery } from "./vector.ts";

/** A delivery as a webhook server has taken it in. */
export interface ReceivedDelivery extends RecordedDelivery {
  /** The body as text (UTF-8). */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Which one it is at its path, counted from 1. */
  readonly attempt: number;
  /** What it is known to be, where the server verifies and has accepted it. */
  readonly verified?: Verified | undefined;
  /** Why the server has refused it. */
  readonly error?: WebhookErrorCode | undefined;
}

/** How many, or which one, is waited for. */
export type AwaitedDeliveries = number | ((delivery: ReceivedDelivery) => boolean);

interface Waiter {
  readonly check: () => void;
  readonly fail: (message: string) => void;
}

/** What was received, oldest first, and who waits for more. The oldest goes when there are too many. */
export class ReceivedDeliveries {
  readonly #most: number;
  readonly #waiters = new Set<Waiter>();
  #list: readonly ReceivedDelivery[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get list(): readonly ReceivedDelivery[] {
    return this.#list;
  }

  add(delivery: ReceivedDelivery): void {
    this.#list = [...this.#list, delivery].slice(-this.#most);
    for (const { check } of this.#waiters) check();
  }

  clear(): void {
    this.#list = [];
  }

  /** @throws Error when they have not come within `timeoutMs`, and when nobody receives any more */
  waitFor(awaited: AwaitedDeliveries, timeoutMs: number): Promise<readonly ReceivedDelivery[]> {
    const isCount = typeof awaited === "number";
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#waiters.delete(waiter);
        clearTimeout(timer);
        settle();
      };
      const fail = (message: string): void => {
        const wanted = isCount ? `${awaited} deliveries` : "a certain delivery";
        const error = new Error(`${wanted} awaited, ${this.#list.length} received: ${message}`);
        end(() => reject(error));
      };
      const check = (): void => {
        try {
          const found = isCount ? this.#list : this.#list.filter(awaited);
          if (found.length >= (isCount ? awaited : 1)) end(() => resolve(found));
        } catch (error) {
          end(() => reject(error));
        }
      };
      const waiter = { check, fail };
      const timer = setTimeout(() => fail(`${timeoutMs} ms are over`), timeoutMs);
      this.#waiters.add(waiter);
      check();
    });
  }

  close(): void {
    for (const { fail } of this.#waiters) fail("the server was closed");
  }
}
