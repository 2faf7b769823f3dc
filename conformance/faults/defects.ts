import { randomUUID } from "node:crypto";
import type { Store } from "@hooks/core";
import type { CheckName } from "./checks.ts";
import { timeoutMs } from "./settings.ts";
import type { StoreClient } from "./store-client.ts";

/** A way to get it wrong, and by which checks the harness has to see it. */
export interface Defect {
  readonly says: string;
  readonly seenBy: readonly CheckName[];
  readonly spoil: (client: StoreClient) => Store;
}

const claimed = (): { readonly state: "claimed"; readonly token: string } => ({
  state: "claimed",
  token: randomUUID(),
});

/** Mistakes that stores and receivers make, as stores. */
export const defects: Readonly<Record<string, Defect>> = {
  "always-claimed": {
    says: "every claim is granted",
    seenBy: ["overlapping", "leased"],
    spoil: () => ({ claim: claimed, complete: () => true, release: () => true }),
  },
  "no-token": {
    says: "whoever settles a claim settles it, also one that has become another's",
    seenBy: ["recorded"],
    spoil: ({ command }) => ({
      claim: async (key, { leaseMs }) => {
        const token = randomUUID();
        const isSet = await command(["SET", key, "", "NX", "PX", String(leaseMs)]);
        if (isSet !== null) return { state: "claimed", token };
        const reply = await command(["GET", key]);
        return reply
          ? { state: "done", reply: JSON.parse(String(reply)) }
          : { state: "in_progress", retryAfterMs: 1 };
      },
      complete: async (key, _token, { ttlMs, reply }) => {
        await command(["SET", key, JSON.stringify(reply), "PX", String(ttlMs)]);
        return true;
      },
      release: async (key) => {
        await command(["DEL", key]);
        return true;
      },
    }),
  },
  "recorded-first": {
    says: "a delivery is recorded before its handler has run",
    seenBy: ["handled", "early"],
    spoil: ({ store }) => ({
      claim: async (key, options) => {
        const result = await store.claim(key, options);
        if (result.state === "claimed") {
          await store.complete(key, result.token, { ttlMs: 86_400_000 });
        }
        return result;
      },
      complete: () => true,
      release: () => true,
    }),
  },
  "short-lease": {
    says: "the lease ends before the handler does",
    seenBy: ["overlapping", "leased"],
    spoil: ({ store }) => ({
      ...store,
      claim: (key, { digest }) => store.claim(key, { leaseMs: 50, digest }),
    }),
  },
  "endless-lease": {
    says: "the lease of a dead process never ends",
    seenBy: ["answered"],
    spoil: ({ store }) => ({
      ...store,
      claim: (key, { digest }) => store.claim(key, { leaseMs: 86_400_000, digest }),
    }),
  },
  "freed-on-timeout": {
    says: "a claim is freed when its handler has used up its time, and goes on",
    seenBy: ["overlapping"],
    spoil: ({ store }) => ({
      ...store,
      claim: async (key, options) => {
        const result = await store.claim(key, options);
        if (result.state === "claimed") {
          const free = async (): Promise<boolean> => store.release(key, result.token);
          setTimeout(() => free().catch(() => undefined), timeoutMs);
        }
        return result;
      },
    }),
  },
  "busy-is-done": {
    says: "a delivery that is being handled counts as done",
    seenBy: ["early", "answers"],
    spoil: ({ store }) => ({
      ...store,
      claim: async (key, options) => {
        const result = await store.claim(key, options);
        return result.state === "in_progress" ? { state: "done" } : result;
      },
    }),
  },
  forgetful: {
    says: "a completion is confirmed and not kept",
    seenBy: ["recorded"],
    spoil: ({ store }) => ({ ...store, complete: (key, token) => store.release(key, token) }),
  },
  "no-reply": {
    says: "the reply is not recorded",
    seenBy: ["answers"],
    spoil: ({ store }) => ({
      ...store,
      complete: (key, token, { ttlMs }) => store.complete(key, token, { ttlMs }),
    }),
  },
  unreliable: {
    says: "one completion in five fails for no reason",
    seenBy: ["unexplained"],
    spoil: ({ store }) => ({
      ...store,
      complete: (key, token, options) => {
        if (Math.random() < 0.2) throw new Error("for no reason");
        return store.complete(key, token, options);
      },
    }),
  },
  "fail-open": {
    says: "a delivery is handled without a claim when the store can't be reached",
    seenBy: ["leased"],
    spoil: ({ store }) => ({
      ...store,
      claim: async (key, options) => {
        const late = new Promise<never>((_, reject) => setTimeout(reject, 200));
        try {
          return await Promise.race([store.claim(key, options), late]);
        } catch {
          return claimed();
        }
      },
    }),
  },
};

/** The store of a client, with a defect if one is named. */
export function defectiveStore(name: string | undefined, client: StoreClient): Store {
  const defect = name === undefined ? undefined : defects[name];
  return defect ? defect.spoil(client) : client.store;
}
