import type { ClaimResult, Reply, Store } from "@hooks/core";
import { vi } from "vitest";

interface Entry {
  readonly token: string;
  readonly digest: string | undefined;
  readonly doneWith?: { readonly reply: Reply | undefined };
}

/** A store without clocks: a claim is held until it is settled or {@link SampleStore.expire} ends its lease. */
export interface SampleStore extends Store {
  /** The keys that are claimed or done. */
  readonly keys: () => readonly string[];
  /** The names of the verbs that were called, in turn. */
  readonly verbs: () => readonly string[];
  /** Ends every lease that lives. */
  readonly expire: () => void;
}

/** Makes a store; `faults` take the place of its verbs. */
export function sampleStore(faults: Partial<Store> = {}): SampleStore {
  const entries = new Map<string, Entry>();
  const verbs: string[] = [];
  let tokens = 0;

  const isHeld = (key: string, token: string): boolean => {
    const entry = entries.get(key);
    return entry?.token === token && entry.doneWith === undefined;
  };
  const store: Store = {
    claim: (key, { digest }): ClaimResult => {
      const entry = entries.get(key);
      if (entry?.doneWith) {
        return { state: "done", digest: entry.digest, reply: entry.doneWith.reply };
      }
      if (entry) return { state: "in_progress", retryAfterMs: 1500 };
      tokens += 1;
      const token = `token ${tokens}`;
      entries.set(key, { token, digest });
      return { state: "claimed", token };
    },
    complete: (key, token, { reply }) => {
      const entry = entries.get(key);
      if (entry === undefined || !isHeld(key, token)) return false;
      entries.set(key, { ...entry, doneWith: { reply } });
      return true;
    },
    release: (key, token) => isHeld(key, token) && entries.delete(key),
    ...faults,
  };
  const claim: Store["claim"] = (key, options) => {
    verbs.push("claim");
    return store.claim(key, options);
  };
  const complete: Store["complete"] = (key, token, options) => {
    verbs.push("complete");
    return store.complete(key, token, options);
  };
  const release: Store["release"] = (key, token) => {
    verbs.push("release");
    return store.release(key, token);
  };
  return {
    claim: vi.fn(claim),
    complete: vi.fn(complete),
    release: vi.fn(release),
    keys: () => [...entries.keys()],
    verbs: () => verbs,
    expire: () => {
      for (const [key, entry] of entries) if (!entry.doneWith) entries.delete(key);
    },
  };
}
