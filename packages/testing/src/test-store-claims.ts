import { isWebhookError } from "@hooks/core";
import { longMs, type StoreCase, type StoreTrial } from "./test-store-trial.ts";

/** What is no length of time, or an absurd one; some are no numbers either. */
export const noDurations: readonly unknown[] = [
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  Number.MAX_SAFE_INTEGER + 1,
  "1000",
  1000n,
  [1000],
  true,
  null,
  undefined,
];

/** Refused for what it is, not by a fault that might be another's. */
export async function refusesOption(
  trial: StoreTrial,
  what: string,
  call: () => unknown,
): Promise<void> {
  const error = await trial.fails(what, call);
  const isRightCode = isWebhookError(error) && error.code === "option_invalid";
  trial.holds(isRightCode, `${what} fails with ${String(error)}, not with option_invalid`);
}

async function race(trial: StoreTrial, what: string, keys: readonly string[]): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 100 * keys.length }, async (_, i) => {
      const key = keys[i % keys.length] as string;
      return { key, result: await trial.claim(key) };
    }),
  );
  for (const key of keys) {
    const results = answers.filter((one) => one.key === key).map(({ result }) => result);
    const winners = results.filter(({ state }) => state === "claimed").length;
    const losers = results.filter(({ state }) => state === "in_progress").length;
    trial.holds(winners === 1, `${what}: ${winners} of a hundred claims have won`);
    trial.holds(losers === 99, `${what}: ${losers} of a hundred claims are told to wait`);
  }
}

/** Who may process a delivery, and for how long. */
export const claimCases: readonly StoreCase[] = [
  {
    name: "claim: one winner among a hundred at once",
    run: async (trial) => {
      const keys = ["a", "b", "c"];
      await race(trial, "a new key", keys);
      const { shortMs } = trial;
      for (const key of ["lapsed 1", "lapsed 2"]) {
        await trial.claimed("a new key", key, { leaseMs: shortMs });
      }
      await trial.finish("old", { ttlMs: shortMs });
      await trial.pass(shortMs);
      await race(trial, "an expired lease", ["lapsed 1", "lapsed 2"]);
      await race(trial, "a delivery that is forgotten", ["old"]);
    },
  },
  {
    name: "claim: another has to wait for the lease to end",
    run: async (trial) => {
      const { shortMs } = trial;
      const token = await trial.claimed("a new key", "k");
      const told = JSON.stringify(await trial.claim("k"));
      trial.holds(!told.includes(token), "the holder's token is told to others");
      await trial.claimed("a new key", "short", { leaseMs: shortMs });
      if (trial.canAdvance) {
        await trial.pass(shortMs / 2);
        await trial.inProgress("half-way", "short", shortMs / 2 + 1);
        await trial.pass(shortMs / 2 - 1);
        const retryAfterMs = await trial.inProgress("at the last moment", "short", 2);
        await trial.pass(Math.ceil(retryAfterMs) + 1);
      } else {
        await trial.pass(shortMs);
      }
      await trial.claimed("a delivery, after the time to wait,", "short");
      await trial.inProgress("a longer lease", "k");
    },
  },
  {
    name: "claim: waiting does not make the lease longer",
    run: async (trial) => {
      const { shortMs } = trial;
      await trial.claimed("a new key", "k", { leaseMs: shortMs });
      await trial.claim("k", { leaseMs: longMs });
      await trial.pass(shortMs);
      await trial.claimed("an expired lease that another has asked for", "k");
    },
  },
  {
    name: "claim: an expired lease hands over, with a new token",
    run: async (trial) => {
      const { shortMs } = trial;
      const late = await trial.claimed("a new key", "k", { leaseMs: shortMs });
      await trial.pass(shortMs);
      const token = await trial.claimed("an expired lease", "k");
      trial.holds(token !== late, "two claims have one token");
      await trial.inProgress("a lease that was handed over", "k");
      trial.holds(await trial.complete("k", token), "the new holder can't complete");
    },
  },
  {
    name: "claim: a released one is free at once",
    run: async (trial) => {
      const first = await trial.claimed("a new key", "k");
      trial.holds(await trial.release("k", first), "the holder of a claim can't release it");
      const second = await trial.claimed("a released delivery", "k");
      trial.holds(second !== first, "two claims have one token");
      trial.holds(await trial.complete("k", second), "the new holder can't complete");
      await trial.done("a delivery, completed at the second try,", "k");
    },
  },
  {
    name: "claim: no token is given twice",
    run: async (trial) => {
      const stores = [trial.store, await trial.another()];
      const tokens = new Set<string>();
      for (const store of stores) {
        for (let i = 0; i < 200; i++) {
          const token = await trial.claimed("a free key", "k", {}, store);
          tokens.add(token);
          trial.holds(await store.release("k", token), "the holder can't release");
        }
      }
      trial.holds(tokens.size === 400, `400 claims have ${tokens.size} tokens`);
    },
  },
  {
    name: "claim: a lease that is no time is refused",
    run: async (trial) => {
      for (const leaseMs of noDurations) {
        const call = async () => trial.store.claim("k", { leaseMs: leaseMs as number });
        await refusesOption(trial, `a lease of ${typeof leaseMs} ${leaseMs}`, call);
      }
      await trial.claimed("a key whose claims were refused", "k");
    },
  },
];
