import type { ClaimResult, Reply, Store } from "@hooks/core";

/** A store to be tested, and what the suite may do with it. */
export interface StoreSetup {
  readonly store: Store;
  /** Moves the store's clock on; nothing else may move it. Without this the suite waits. */
  readonly advance?: ((ms: number) => unknown) | undefined;
  /** Called once at the end, whether the test has passed or not. */
  readonly close?: (() => unknown) | undefined;
}

/** Makes a store that holds nothing yet. */
export type CreateStore = () => StoreSetup | Promise<StoreSetup>;

/** One thing that a store has to do right. */
export interface StoreCase {
  readonly name: string;
  /** It can be shown only for a store that says how many entries it holds at most. */
  readonly needsBound?: true;
  readonly run: (trial: StoreTrial) => Promise<void>;
}

/** What a case may say of a claim; the lease is long unless it does. */
export interface TrialClaim {
  readonly leaseMs?: number;
  readonly digest?: string;
}

/** What a case may say of a completed delivery; the time to live is long unless it does. */
export interface TrialCompletion {
  readonly ttlMs?: number;
  readonly reply?: Reply;
}

type Done = Extract<ClaimResult, { state: "done" }>;

/** Longer than any test takes. */
export const longMs = 600_000;

/** One case's store, and the checks of what it answers. They are counted. */
export class StoreTrial {
  readonly store: Store;
  readonly maxEntries: number;
  /** Where time can only be waited for, long enough for a few calls and no longer. */
  readonly shortMs: number;
  readonly canAdvance: boolean;
  count = 0;
  readonly #create: CreateStore;
  readonly #setups: StoreSetup[];

  private constructor(create: CreateStore, setup: StoreSetup, maxEntries: number) {
    this.#create = create;
    this.#setups = [setup];
    this.store = setup.store;
    this.maxEntries = maxEntries;
    this.canAdvance = setup.advance !== undefined;
    this.shortMs = this.canAdvance ? 1000 : 300;
  }

  static async start(create: CreateStore, maxEntries: number): Promise<StoreTrial> {
    return new StoreTrial(create, await create(), maxEntries);
  }

  /** One more store that holds nothing yet. */
  async another(): Promise<Store> {
    const setup = await this.#create();
    this.#setups.push(setup);
    return setup.store;
  }

  async close(): Promise<void> {
    for (const { close } of this.#setups) await close?.();
  }

  /** Lets time pass for the store. */
  async pass(ms: number): Promise<void> {
    const [setup] = this.#setups;
    if (setup?.advance) await setup.advance(ms);
    else await new Promise((resolve) => setTimeout(resolve, ms + 20));
  }

  /** @throws Error unless `condition` holds */
  holds(condition: unknown, message: string): void {
    this.count++;
    if (!condition) throw new Error(message);
  }

  /** A claim whose answer has the shape that it has to have. */
  async claim(
    key: string,
    { leaseMs = longMs, ...rest }: TrialClaim = {},
    store: Store = this.store,
  ): Promise<ClaimResult> {
    const result = await store.claim(key, { leaseMs, ...rest });
    if (result?.state === "claimed") {
      this.holds(typeof result.token === "string" && result.token !== "", "a claim has no token");
    } else if (result?.state === "in_progress") {
      const { retryAfterMs } = result;
      this.holds(retryAfterMs > 0 && retryAfterMs < Number.POSITIVE_INFINITY, "no time to retry");
    } else {
      this.holds(result?.state === "done", `a claim is answered ${JSON.stringify(result)}`);
    }
    return result;
  }

  /** @throws Error unless the claim succeeds; returns its token */
  async claimed(what: string, key: string, options?: TrialClaim, store?: Store): Promise<string> {
    const result = await this.claim(key, options, store);
    if (result.state === "claimed") return result.token;
    throw new Error(`${what} can't be claimed: it is ${result.state}`);
  }

  /** @throws Error unless the key is held by somebody, for `leaseMs` at most; returns how long it says */
  async inProgress(what: string, key: string, leaseMs: number = longMs): Promise<number> {
    const result = await this.claim(key);
    if (result.state !== "in_progress") throw new Error(`${what} is not held, but ${result.state}`);
    const { retryAfterMs } = result;
    this.holds(retryAfterMs <= leaseMs, `${what}: retry after ${retryAfterMs} of ${leaseMs} ms`);
    return retryAfterMs;
  }

  /** @throws Error unless the key is completed */
  async done(what: string, key: string): Promise<Done> {
    const result = await this.claim(key);
    if (result.state === "done") return result;
    throw new Error(`${what} is not done, but ${result.state}`);
  }

  complete(key: string, token: string, options: TrialCompletion = {}): Promise<boolean> {
    const { ttlMs = longMs, ...rest } = options;
    return this.#settle(() => this.store.complete(key, token, { ttlMs, ...rest }));
  }

  release(key: string, token: string): Promise<boolean> {
    return this.#settle(() => this.store.release(key, token));
  }

  /** Claims and completes a key that is free. */
  async finish(key: string, options: TrialClaim & TrialCompletion = {}): Promise<void> {
    const { ttlMs, reply, ...claim } = options;
    const token = await this.claimed("a free key", key, claim);
    const isDone = await this.complete(key, token, {
      ...(ttlMs !== undefined && { ttlMs }),
      ...(reply !== undefined && { reply }),
    });
    this.holds(isDone, "the holder of a claim can't complete it");
  }

  /** @throws Error unless the call throws or rejects; returns what with */
  async fails(what: string, call: () => unknown): Promise<unknown> {
    this.count++;
    try {
      await call();
    } catch (error) {
      return error;
    }
    throw new Error(`${what} is taken`);
  }

  async #settle(verb: () => boolean | Promise<boolean>): Promise<boolean> {
    const result = await verb();
    this.holds(typeof result === "boolean", `settling a claim is answered ${String(result)}`);
    return result;
  }
}
