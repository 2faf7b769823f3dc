import { type ClaimResult, type Store, WebhookError } from "@hooks/core";
import { EntryTable } from "./entry-table.ts";

/** How a memory store is set up. */
export interface MemoryStoreOptions {
  /** How many deliveries are remembered at most, from 1 to 8,388,608. Default 100,000. */
  readonly maxEntries?: number | undefined;
  /** Milliseconds on any clock that does not jump. Default: the runtime's monotonic clock. */
  readonly now?: (() => number) | undefined;
}

/** A store whose verbs answer at once. */
export interface MemoryStore extends Store {
  /** How many deliveries are held now; among them may be some that have expired and not yet been dropped. */
  readonly size: number;
  claim(...args: Parameters<Store["claim"]>): ClaimResult;
  complete(...args: Parameters<Store["complete"]>): boolean;
  release(...args: Parameters<Store["release"]>): boolean;
}

/** The replies are in a Map; V8's has 2^24 places, and needs half of them free while entries come and go. */
const mostEntries = 2 ** 23;

const maxKeyLength = 1_000_000;

function assertKey(key: string): void {
  if (typeof key === "string" && key.length <= maxKeyLength) return;
  throw new WebhookError(
    "store_failed",
    `the key is not text of at most ${maxKeyLength} characters`,
  );
}

function assertDuration(name: string, ms: number): void {
  if (typeof ms === "number" && ms > 0 && ms <= Number.MAX_SAFE_INTEGER) return;
  throw new WebhookError("option_invalid", `${name} is not a positive number in range`);
}

/**
 * Makes a store in this process's memory. Other processes don't see it, and it ends with the process.
 *
 * When it is full, a claim makes room: what has expired goes first, then the completed delivery that would expire
 * soonest. A live claim never goes. All verbs take constant time, and there are no timers.
 *
 * @throws WebhookError `option_invalid`, also from a verb that is given a lease or time to live that is not a
 * positive number; `store_failed` from `claim` when every entry is a live claim, when `now` gives no number, and for a
 * key of more than 1,000,000 characters
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  // Not the wall clock: setting that would free claims whose holders are at work, or keep dead ones for hours.
  const { maxEntries = 100_000, now = () => performance.now() } = options;
  if (!(Number.isInteger(maxEntries) && maxEntries >= 1 && maxEntries <= mostEntries)) {
    throw new WebhookError(
      "option_invalid",
      `maxEntries is not an integer from 1 to ${mostEntries}`,
    );
  }
  if (typeof now !== "function") throw new WebhookError("option_invalid", "now is not a function");
  const table = new EntryTable(maxEntries);
  // Random, so that a token of one store (or process) never settles a claim of another; made by the first claim.
  let tokenPrefix = "";
  let claimCount = 0;
  let latestMs = Number.NEGATIVE_INFINITY;

  /** An injected clock may step back; here time stands still until it has caught up. */
  const readClock = (): number => {
    const ms = now();
    // Compared with NaN, every lease would have ended.
    if (!Number.isFinite(ms)) throw new WebhookError("store_failed", "the clock tells no time");
    if (ms > latestMs) latestMs = ms;
    return latestMs;
  };

  /** The slot of a live claim that this token holds. */
  const findClaim = (key: string, token: string): number | undefined => {
    const slot = table.find(key);
    if (slot === undefined || table.isDone(slot) || table.expiresAt(slot) <= readClock()) {
      return undefined;
    }
    return token === table.token(slot) ? slot : undefined;
  };

  return {
    get size() {
      return table.size;
    },

    claim(key, { leaseMs, digest }) {
      assertKey(key);
      assertDuration("leaseMs", leaseMs);
      const ms = readClock();
      const slot = table.find(key);
      if (slot !== undefined && table.expiresAt(slot) > ms) {
        return table.isDone(slot)
          ? { state: "done", reply: table.replyCopy(slot), digest: table.digest(slot) }
          : { state: "in_progress", retryAfterMs: table.expiresAt(slot) - ms };
      }
      if (slot === undefined && !table.makeRoom(ms)) {
        throw new WebhookError("store_failed", `all ${maxEntries} entries are live claims`);
      }
      // Not a UUID, which browsers make only on pages that came over a secure channel.
      tokenPrefix ||= `${crypto.getRandomValues(new Uint32Array(4)).join("-")}.`;
      const token = tokenPrefix + ++claimCount;
      table.claim(slot ?? table.add(), token, ms, leaseMs, digest);
      return { state: "claimed", token };
    },

    complete(key, token, { ttlMs, reply }) {
      assertDuration("ttlMs", ttlMs);
      const slot = findClaim(key, token);
      if (slot === undefined) return false;
      table.complete(slot, latestMs, ttlMs, reply);
      return true;
    },

    release(key, token) {
      const slot = findClaim(key, token);
      if (slot === undefined) return false;
      table.remove(slot);
      return true;
    },
  };
}
