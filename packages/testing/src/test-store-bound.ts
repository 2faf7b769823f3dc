import type { StoreCase, StoreTrial } from "./test-store-trial.ts";

/** Claims as many new keys as there are numbers; returns key and token of each. */
async function claimAll(
  trial: StoreTrial,
  prefix: string,
  count: number,
  leaseMs?: number,
): Promise<(readonly [key: string, token: string])[]> {
  const claims: (readonly [string, string])[] = [];
  for (let i = 0; i < count; i++) {
    const key = `${prefix}${i}`;
    const options = leaseMs === undefined ? {} : { leaseMs };
    claims.push([key, await trial.claimed("a new key", key, options)]);
  }
  return claims;
}

async function stillHeld(
  trial: StoreTrial,
  claims: readonly (readonly [key: string, token: string])[],
): Promise<void> {
  for (const [key, token] of claims) {
    await trial.inProgress("a live claim in a full store", key);
    trial.holds(await trial.complete(key, token), "a live claim was lost in a full store");
  }
}

async function isFull(trial: StoreTrial): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await trial.fails("one claim more than there is room for", () => trial.claim(`more${i}`));
  }
}

/** What a store does that holds only so many entries. */
export const boundCases: readonly StoreCase[] = [
  {
    name: "bound: the oldest completed deliveries go first",
    needsBound: true,
    run: async (trial) => {
      const { maxEntries } = trial;
      for (let i = 0; i < 3 * maxEntries; i++) await trial.finish(`k${i}`);
      // The newest first: what is asked for and not there takes another's place.
      for (let i = 3 * maxEntries - 1; i >= 2 * maxEntries; i--) {
        await trial.done("one of the newest deliveries", `k${i}`);
      }
      for (let i = 0; i < 2 * maxEntries; i++) {
        const token = await trial.claimed("a delivery that there is no more room for", `k${i}`);
        trial.holds(await trial.release(`k${i}`, token), "the holder can't release");
      }
    },
  },
  {
    name: "bound: what has expired goes before what has not",
    needsBound: true,
    run: async (trial) => {
      const { maxEntries, shortMs } = trial;
      const half = Math.floor(maxEntries / 2);
      for (let i = 0; i < maxEntries - half; i++) await trial.finish(`kept${i}`);
      for (let i = 0; i < half; i++) {
        if (i % 2 === 0) await trial.finish(`done${i}`, { ttlMs: shortMs });
        else await trial.claimed("a new key", `held${i}`, { leaseMs: shortMs });
      }
      await trial.pass(shortMs);
      for (let i = 0; i < half; i++) await trial.finish(`new${i}`);
      for (let i = 0; i < maxEntries - half; i++) {
        await trial.done("a delivery that is older, but has not expired,", `kept${i}`);
      }
      for (let i = 0; i < half; i++) await trial.done("one of the newest", `new${i}`);
    },
  },
  {
    name: "bound: a live claim never goes",
    needsBound: true,
    run: async (trial) => {
      const { maxEntries } = trial;
      const claims = await claimAll(trial, "held", maxEntries - 1);
      for (let i = 0; i < 3 * maxEntries; i++) await trial.finish(`k${i}`);
      await stillHeld(trial, claims);
    },
  },
  {
    name: "bound: a claim too many fails, and harms nobody",
    needsBound: true,
    run: async (trial) => {
      const claims = await claimAll(trial, "held", trial.maxEntries);
      await isFull(trial);
      const [key, token] = claims.pop() as [string, string];
      trial.holds(await trial.release(key, token), "the holder can't release in a full store");
      claims.push(["in its place", await trial.claimed("a key, with room again,", "in its place")]);
      await isFull(trial);
      await stillHeld(trial, claims);
    },
  },
  {
    name: "bound: what is released or abandoned makes room",
    needsBound: true,
    run: async (trial) => {
      const { maxEntries, shortMs } = trial;
      for (const [key, token] of await claimAll(trial, "released", maxEntries)) {
        trial.holds(await trial.release(key, token), "the holder can't release");
      }
      await claimAll(trial, "abandoned", maxEntries, shortMs);
      await trial.pass(shortMs);
      const claims = await claimAll(trial, "held", maxEntries);
      await isFull(trial);
      await stillHeld(trial, claims);
    },
  },
];
