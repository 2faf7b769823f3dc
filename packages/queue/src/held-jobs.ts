import type { Hold, JobStorage } from "./job-storage.ts";
import type { ProcessSettings } from "./process-settings.ts";
import { QueueError } from "./queue-error.ts";

interface Lease {
  readonly controller: AbortController;
  /** On the monotonic clock, before the storage was asked. */
  heldSinceMs: number;
}

/** Extends the leases of a worker's jobs, and aborts the handlers of those that are lost. */
export class HeldJobs {
  readonly #leases = new Map<Hold, Lease>();
  readonly #storage: JobStorage;
  readonly #settings: ProcessSettings;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #isBeating = false;

  constructor(storage: JobStorage, settings: ProcessSettings, now: () => number) {
    this.#storage = storage;
    this.#settings = settings;
    this.#now = now;
    this.#timer = setInterval(() => void this.#beat(), settings.leaseMs / 3);
  }

  add(hold: Hold, controller: AbortController, heldSinceMs: number): void {
    this.#leases.set(hold, { controller, heldSinceMs });
  }

  delete(hold: Hold): void {
    this.#leases.delete(hold);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    if (this.#isBeating || this.#leases.size === 0) return;
    this.#isBeating = true;
    const leases = [...this.#leases];
    const askedAtMs = performance.now();
    try {
      const holds = leases.map(([hold]) => hold);
      const answers = await this.#storage.extend(holds, this.#now() + this.#settings.leaseMs);
      for (const [i, [, lease]] of leases.entries()) {
        if (answers[i]) lease.heldSinceMs = askedAtMs;
        else this.#lose(lease);
      }
    } catch (error) {
      this.#settings.onStorageError(error);
      for (const [, lease] of leases) {
        if (performance.now() - lease.heldSinceMs > this.#settings.leaseMs) this.#lose(lease);
      }
    }
    this.#isBeating = false;
  }

  #lose({ controller }: Lease): void {
    controller.abort(new QueueError("lease_lost", "another may have been given the job"));
  }
}
