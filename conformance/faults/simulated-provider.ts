import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { sign } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import type { PlannedDelivery } from "./planned-delivery.ts";
import { Random } from "./random.ts";
import { nowMs, secret, storeTimeoutMs, timeoutMs } from "./settings.ts";

/** An answer that came. */
export interface Answer {
  readonly delivery: string;
  readonly at: number;
  readonly status: number;
  readonly isDuplicate: boolean;
  readonly body: string;
}

/** Where a receiver is; another process may have another port. */
interface Target {
  readonly url: string;
}

export const isAccepted = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** Longer than a receiver needs that is alive: it asks its store twice and runs its handler. */
const patienceMs = timeoutMs + 2 * storeTimeoutMs + 200;
const firstBackoffMs = 40;
const longestBackoffMs = 1500;

/**
 * A provider that sends until it gets a 2xx: the same id and body, signed anew, to any receiver, waiting twice as long
 * after each failure. Sometimes it gives up on an attempt before the answer has come.
 */
export class SimulatedProvider {
  readonly answers: Answer[] = [];
  attempts = 0;
  /** Attempts on which the provider gave up, by chance. */
  abandoned = 0;
  /** Attempts that got no answer: refused, cut off, or too late. */
  unanswered = 0;
  readonly #seed: number;
  readonly #receivers: readonly Target[];
  readonly #maxAttempts: number;
  readonly #progress = new EventEmitter();
  #doneCount = 0;

  constructor(seed: number, receivers: readonly Target[], maxAttempts: number) {
    this.#seed = seed;
    this.#receivers = receivers;
    this.#maxAttempts = maxAttempts;
  }

  /** Resolves when so many deliveries have got their 2xx, or used up their attempts. */
  async whenDone(count: number): Promise<void> {
    while (this.#doneCount < count) await once(this.#progress, "done");
  }

  /** Resolves with how long the 2xx took in milliseconds, infinity when the attempts are used up. */
  async deliver(delivery: PlannedDelivery): Promise<number> {
    const copies = Array.from({ length: delivery.copies }, (_, copy) => this.#send(delivery, copy));
    const latenciesMs = await Promise.all(copies);
    this.#doneCount++;
    this.#progress.emit("done");
    return Math.max(...latenciesMs);
  }

  async #send(delivery: PlannedDelivery, copy: number): Promise<number> {
    const startedAt = nowMs();
    const random = new Random(`${this.#seed}/${delivery.id}/${copy}`);
    let backoffMs = firstBackoffMs;
    for (let attempt = 1; attempt <= this.#maxAttempts; attempt++) {
      const abandonMs = random.chance(0.08) ? random.between(0, 250) : undefined;
      const answer = await this.attempt(delivery, attempt, random.pick(this.#receivers), abandonMs);
      if (answer && isAccepted(answer)) return answer.at - startedAt;
      await sleep(random.between(backoffMs / 2, backoffMs));
      backoffMs = Math.min(2 * backoffMs, longestBackoffMs);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Sends a delivery once; there is no answer when none came in time. */
  async attempt(
    { id, body }: PlannedDelivery,
    number: number,
    { url }: Target,
    abandonMs?: number,
  ): Promise<Answer | undefined> {
    const { headers } = await sign(standardWebhooks, { secret, body, id });
    this.attempts++;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { ...(headers as Record<string, string>), attempt: String(number) },
        body,
        signal: AbortSignal.timeout(Math.round(abandonMs ?? patienceMs)),
      });
      const answer: Answer = {
        delivery: id,
        status: response.status,
        isDuplicate: response.headers.has("webhook-duplicate"),
        body: await response.text(),
        at: nowMs(),
      };
      this.answers.push(answer);
      return answer;
    } catch {
      if (abandonMs === undefined) this.unanswered++;
      else this.abandoned++;
      return undefined;
    }
  }
}
