import { longMs, type StoreCase } from "./test-store-trial.ts";

/** How long a completed delivery is remembered. */
export const timeCases: readonly StoreCase[] = [
  {
    name: "time: done outlives the lease",
    run: async (trial) => {
      const { shortMs } = trial;
      await trial.finish("k", { leaseMs: shortMs, digest: "d" });
      await trial.pass(2 * shortMs);
      const { digest } = await trial.done("a completed delivery, after its lease,", "k");
      trial.holds(digest === "d", "the digest ends with the lease");
    },
  },
  {
    name: "time: the time to live frees",
    run: async (trial) => {
      const { shortMs } = trial;
      const reply = { status: 201, headers: { "x-old": "1" }, body: "old" };
      await trial.finish("k", { leaseMs: longMs, ttlMs: shortMs, reply, digest: "old" });
      if (trial.canAdvance) {
        await trial.pass(shortMs - 1);
        await trial.done("a completed delivery, to the last moment,", "k");
        await trial.pass(2);
      } else {
        await trial.pass(shortMs);
      }
      await trial.finish("k");
      const done = await trial.done("a delivery that was completed again", "k");
      trial.holds(done.reply === undefined, "the reply is that of a forgotten delivery");
      trial.holds(done.digest === undefined, "the digest is that of a forgotten delivery");
    },
  },
  {
    name: "time: being asked for makes it no longer",
    run: async (trial) => {
      const { shortMs } = trial;
      await trial.finish("k", { ttlMs: shortMs });
      await trial.claim("k", { leaseMs: longMs });
      await trial.pass(shortMs);
      await trial.claimed("a forgotten delivery that was asked for", "k");
    },
  },
  {
    name: "time: each delivery has its own",
    run: async (trial) => {
      const { shortMs } = trial;
      const isShort = (i: number): boolean => i % 3 === 0;
      for (let i = 0; i < 12; i++) {
        await trial.finish(`k${i}`, { ttlMs: isShort(i) ? shortMs : longMs + i });
      }
      await trial.pass(shortMs);
      for (let i = 0; i < 12; i++) {
        if (isShort(i)) await trial.claimed("a delivery with a short time", `k${i}`);
        else await trial.done("a delivery with a long time", `k${i}`);
      }
    },
  },
  {
    name: "time: the shortest and the longest",
    run: async (trial) => {
      const shortest = 0.5;
      const longest = Number.MAX_SAFE_INTEGER;
      await trial.claimed("a new key", "short lease", { leaseMs: shortest });
      const held = await trial.claimed("a new key", "long lease", { leaseMs: longest });
      await trial.finish("short", { ttlMs: shortest });
      await trial.finish("long", { ttlMs: longest });
      await trial.pass(trial.shortMs);
      await trial.claimed("a lease of half a millisecond", "short lease");
      await trial.inProgress("the longest lease", "long lease", Number.POSITIVE_INFINITY);
      trial.holds(await trial.complete("long lease", held), "the longest lease has ended");
      await trial.claimed("a delivery that was kept for half a millisecond", "short");
      await trial.done("a delivery that is kept for the longest time", "long");
    },
  },
];
