import type { DatabaseSync } from "node:sqlite";
import { storeFault } from "./store-fault.ts";

interface Write {
  readonly run: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** As many as are written at once, for nothing else happens in the meantime. */
const maxBatch = 256;

/** Writes what is asked for at about the same time in one transaction: the disk is then waited for once. */
export class WriteQueue {
  readonly #database: DatabaseSync;
  readonly #afterwards: (count: number) => void;
  #waiting: Write[] = [];

  /** @param afterwards done in each transaction, with the number of its writes */
  constructor(database: DatabaseSync, afterwards: (count: number) => void) {
    this.#database = database;
    this.#afterwards = afterwards;
  }

  /** Resolves with what `run` returns, once it is on the disk; or rejects, and then it is not there. */
  add<Result>(run: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  /** Writes all that waits. */
  drain(): void {
    while (this.#waiting.length > 0) this.#writeBatch();
  }

  #flush(): void {
    if (this.#waiting.length > 0) this.#writeBatch();
    if (this.#waiting.length > 0) setImmediate(() => this.#flush());
  }

  #writeBatch(): void {
    const batch = this.#waiting.slice(0, maxBatch);
    this.#waiting = this.#waiting.slice(maxBatch);
    try {
      const results = this.#transact(batch);
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as never);
    } catch (error) {
      for (const { reject } of batch) reject(storeFault(error));
    }
  }

  #transact(batch: readonly Write[]): unknown[] {
    const database = this.#database;
    database.exec("BEGIN IMMEDIATE");
    try {
      const results = batch.map(({ run }) => run());
      this.#afterwards(batch.length);
      database.exec("COMMIT");
      return results;
    } catch (error) {
      // Some faults have ended the transaction already.
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}
