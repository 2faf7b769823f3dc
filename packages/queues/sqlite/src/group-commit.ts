import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { QueueError } from "@hooks/queue";
import { isBusy, storageError } from "./storage-error.ts";

interface Step {
  readonly act: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: QueueError) => void;
}

/** What happens around the steps of a transaction, within it. */
export interface TransactionEdges {
  readonly begun: () => void;
  readonly ending: () => void;
}

const maxSteps = 1000;

/**
 * Runs what is asked for within one tick of the event loop in one transaction, so that it waits for the disk once.
 *
 * A step that throws a `QueueError` must not have written anything: the others are committed. Any other error undoes
 * all of them.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #edges: TransactionEdges;
  readonly #busyMs: number;
  #steps: Step[] = [];
  #flushing: Promise<void> | undefined;

  constructor(database: DatabaseSync, edges: TransactionEdges, busyMs: number) {
    this.#database = database;
    this.#edges = edges;
    this.#busyMs = busyMs;
  }

  run<Value>(act: () => Value): Promise<Value> {
    return new Promise<unknown>((resolve, reject) => {
      this.#steps.push({ act, resolve, reject });
      this.#flushing ??= this.#flush();
    }) as Promise<Value>;
  }

  /** Waits for what has been asked for. */
  async idle(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#steps.length > 0) {
      await new Promise(setImmediate);
      const steps = this.#steps.splice(0, maxSteps);
      try {
        await this.#begin();
        this.#commit(steps);
      } catch (error) {
        const failure = storageError(error);
        for (const { reject } of steps) reject(failure);
      }
    }
    this.#flushing = undefined;
  }

  async #begin(): Promise<void> {
    const endMs = performance.now() + this.#busyMs;
    for (;;) {
      try {
        this.#database.exec("BEGIN IMMEDIATE");
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() >= endMs) throw error;
      }
      await sleep(5 + 20 * Math.random());
    }
  }

  #commit(steps: readonly Step[]): void {
    const ends: (() => void)[] = [];
    try {
      this.#edges.begun();
      for (const { act, resolve, reject } of steps) {
        try {
          const value = act();
          ends.push(() => resolve(value));
        } catch (error) {
          if (!(error instanceof QueueError)) throw error;
          ends.push(() => reject(error));
        }
      }
      this.#edges.ending();
      this.#database.exec("COMMIT");
    } catch (error) {
      // Some errors, such as a full disk, have rolled it back already.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
    for (const end of ends) end();
  }
}
