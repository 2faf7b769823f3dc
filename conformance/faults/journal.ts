import { AsyncLocalStorage } from "node:async_hooks";
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { nowMs } from "./settings.ts";

export type JournalEvent =
  | "claim asked"
  | "claim answered"
  | "handler started"
  | "handler ended"
  | "handler threw"
  | "completion asked"
  | "completion answered"
  | "release asked"
  | "release answered";

/** One line of a journal. */
export interface JournalEntry {
  /** By {@link nowMs}. */
  readonly at: number;
  /** Which request to which process. */
  readonly run: string;
  /** Which process: the receiver's number and how often it had been started. */
  readonly receiver: string;
  readonly delivery: string;
  readonly event: JournalEvent;
  /** What the store answered: a state, `true`, `false`, or `failed`. */
  readonly answer?: string;
}

interface Attempt {
  readonly run: string;
  readonly delivery: string;
  readonly number: number;
}

/**
 * One process's account of what it does, a line for each event. A line is in the file before the process goes on, so
 * that no kill takes it back.
 */
export class Journal {
  readonly #file: number;
  readonly #receiver: string;
  readonly #attempts = new AsyncLocalStorage<Attempt>();
  #count = 0;

  constructor(dir: string, receiver: string) {
    this.#file = openSync(join(dir, `${receiver}.jsonl`), "a");
    this.#receiver = receiver;
  }

  /** Whatever `work` writes, now or later, is written of this attempt at this delivery. */
  during(delivery: string, number: number, work: () => void): void {
    const run = `${this.#receiver}.${++this.#count}`;
    this.#attempts.run({ run, delivery, number }, work);
  }

  /** @throws Error outside of `during` */
  get attempt(): Attempt {
    const attempt = this.#attempts.getStore();
    if (!attempt) throw new Error("nothing is being delivered");
    return attempt;
  }

  write(event: JournalEvent, answer?: string): void {
    const { run, delivery } = this.attempt;
    const receiver = this.#receiver;
    const entry: JournalEntry = {
      at: nowMs(),
      run,
      receiver,
      delivery,
      event,
      ...(answer !== undefined && { answer }),
    };
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}
