import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { JobCounts } from "@hooks/queue";
import { Random } from "../faults/random.ts";
import type { Deliverer } from "../faults/send-all.ts";
import { nowMs } from "../faults/settings.ts";
import type { Progress } from "../queue-faults/fault-injector.ts";
import { type PlannedEvent, streamOf } from "./planned-event.ts";

/** Where a process is that publishes; another process may have another port. */
interface Target {
  readonly url: string;
}

/** How an application goes about it. */
export interface ApplicationOptions {
  readonly seed: number;
  readonly publishers: readonly Target[];
  /** After so many it gives an event up. */
  readonly maxAttempts: number;
}

/** What `publish` said. */
interface Published {
  readonly added: number;
  readonly known: number;
}

const patienceMs = 1500;
const firstBackoffMs = 40;
const longestBackoffMs = 1000;

/**
 * An application that has each event published until a process says that it is: by any of them, waiting longer after
 * each failure. The events of a stream it has published one after the other.
 */
export class Application implements Deliverer<PlannedEvent>, Progress {
  attempts = 0;
  /** Attempts without an answer: refused, cut off, or too late. */
  unanswered = 0;
  /** Answers that it could not be published just now. */
  refused = 0;
  readonly #seed: number;
  readonly #publishers: readonly Target[];
  readonly #maxAttempts: number;
  readonly #progress = new EventEmitter();
  /** The end of the publishing of the event ahead of each in its stream, whichever of them is begun first. */
  readonly #ahead = new Map<PlannedEvent, Promise<void>>();
  readonly #ends = new Map<PlannedEvent, () => void>();
  #doneCount = 0;

  constructor(
    events: readonly PlannedEvent[],
    { seed, publishers, maxAttempts }: ApplicationOptions,
  ) {
    const latest = new Map<string, Promise<void>>();
    for (const event of events) {
      const stream = streamOf(event);
      if (stream === undefined) continue;
      const ahead = latest.get(stream);
      if (ahead) this.#ahead.set(event, ahead);
      latest.set(stream, new Promise((resolve) => this.#ends.set(event, resolve)));
    }
    this.#seed = seed;
    this.#publishers = publishers;
    this.#maxAttempts = maxAttempts;
  }

  whenDone = async (count: number): Promise<void> => {
    while (this.#doneCount < count) await once(this.#progress, "done");
  };

  deliver = async (event: PlannedEvent): Promise<number> => {
    await this.#ahead.get(event);
    const tookMs = await this.#deliver(event);
    this.#ends.get(event)?.();
    this.#doneCount++;
    this.#progress.emit("done");
    return tookMs;
  };

  async #deliver(event: PlannedEvent): Promise<number> {
    const startedAt = nowMs();
    const random = new Random(`${this.#seed}/publishing/${event.id}`);
    let backoffMs = firstBackoffMs;
    for (let attempt = 1; attempt <= this.#maxAttempts; attempt++) {
      if (await this.publish(event, random.pick(this.#publishers))) return nowMs() - startedAt;
      await sleep(random.between(backoffMs / 2, backoffMs));
      backoffMs = Math.min(2 * backoffMs, longestBackoffMs);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Has one process publish it once; nothing where it did not say that it has. */
  async publish(event: PlannedEvent, target: Target): Promise<Published | undefined> {
    this.attempts++;
    return this.#ask<Published>(target, { method: "POST", body: JSON.stringify(event) });
  }

  /** How many jobs are in which state, as one process sees it. */
  counts(target: Target): Promise<JobCounts | undefined> {
    return this.#ask<JobCounts>(target, { method: "GET" });
  }

  async #ask<Answer>({ url }: Target, request: RequestInit): Promise<Answer | undefined> {
    try {
      const signal = AbortSignal.timeout(patienceMs);
      const response = await fetch(url, { ...request, signal });
      if (response.ok) return (await response.json()) as Answer;
      await response.text();
      this.refused++;
    } catch {
      this.unanswered++;
    }
    return undefined;
  }
}
