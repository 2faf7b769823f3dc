import { createHash } from "node:crypto";
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
  /** It came before: the one with the same id, or, where the server does not verify, with the same bytes. */
  readonly duplicate: boolean;
  /** What it is known to be, where the server verifies and has accepted it. */
  readonly verified?: Verified | undefined;
  /** Why the server has refused it. */
  readonly error?: WebhookErrorCode | undefined;
}

/** How many, or which one, is waited for. */
export type AwaitedDeliveries = number | ((delivery: ReceivedDelivery) => boolean);

/** What a delivery is ordered by; `undefined` where it says nothing. */
export type DeliveryOrder = (delivery: ReceivedDelivery) => number | string | undefined;

/** How many ids are remembered, to know a duplicate by. */
const mostIds = 100_000;

function idOf({ verified, body }: Pick<ReceivedDelivery, "verified" | "body">): string {
  return verified?.id ?? createHash("sha256").update(body).digest("base64");
}

/** When the event happened, as {@link createEvent} and most senders say it. */
export function eventTime({ text }: ReceivedDelivery): string | undefined {
  try {
    const { timestamp } = Object(JSON.parse(text)) as { timestamp?: unknown };
    return typeof timestamp === "string" ? timestamp : undefined;
  } catch {
    return undefined;
  }
}

interface Waiter {
  readonly check: () => void;
  readonly fail: (message: string) => void;
}

/** What was received, oldest first, and who waits for more. The oldest goes when there are too many. */
export class ReceivedDeliveries {
  readonly #most: number;
  readonly #waiters = new Set<Waiter>();
  readonly #ids = new Set<string>();
  #list: readonly ReceivedDelivery[] = [];
  #duplicates = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get list(): readonly ReceivedDelivery[] {
    return this.#list;
  }

  get duplicates(): number {
    return this.#duplicates;
  }

  add(taken: Omit<ReceivedDelivery, "duplicate">): void {
    const id = idOf(taken);
    // What is refused is nobody's event, whatever its id says.
    const duplicate = taken.error === undefined && this.#ids.has(id);
    if (duplicate) this.#duplicates++;
    else if (taken.error === undefined) this.#ids.add(id);
    if (this.#ids.size > mostIds) this.#ids.delete(this.#ids.values().next().value as string);
    this.#list = [...this.#list, { ...taken, duplicate }].slice(-this.#most);
    for (const { check } of this.#waiters) check();
  }

  /** Those that came for the first time, and after one that should have come later. */
  outOfOrder(order: DeliveryOrder): readonly ReceivedDelivery[] {
    let latest: number | string | undefined;
    return this.#list.filter((delivery) => {
      const at = delivery.error === undefined && !delivery.duplicate ? order(delivery) : undefined;
      if (at === undefined) return false;
      const isLate = latest !== undefined && at < latest;
      if (!isLate) latest = at;
      return isLate;
    });
  }

  clear(): void {
    this.#list = [];
    this.#ids.clear();
    this.#duplicates = 0;
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
