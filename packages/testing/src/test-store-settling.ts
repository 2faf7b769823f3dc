import { noDurations, refusesOption } from "./test-store-claims.ts";
import type { StoreCase, StoreTrial } from "./test-store-trial.ts";

const reply = (body: string) => ({ status: 200, headers: {}, body });

/** Neither verb does anything for a token that holds no claim. */
async function cannotSettle(
  trial: StoreTrial,
  what: string,
  key: string,
  token: string,
): Promise<void> {
  const isDone = await trial.complete(key, token, { reply: reply("not the holder's") });
  trial.holds(!isDone, `${what} can complete`);
  trial.holds(!(await trial.release(key, token)), `${what} can release`);
}

/** How a claim ends, and who may end it. */
export const settlingCases: readonly StoreCase[] = [
  {
    name: "settle: a late holder can neither complete nor release",
    run: async (trial) => {
      const late = await trial.claimed("a new key", "k", { leaseMs: trial.shortMs });
      await trial.pass(trial.shortMs);
      const token = await trial.claimed("an expired lease", "k");
      await cannotSettle(trial, "a late holder", "k", late);
      await trial.inProgress("the new holder's delivery", "k");
      const isDone = await trial.complete("k", token, { reply: reply("the holder's") });
      trial.holds(isDone, "a late holder has taken the new one's claim");
      await cannotSettle(trial, "a late holder", "k", late);
      const done = await trial.done("the new holder's delivery", "k");
      trial.holds(done.reply?.body === "the holder's", "the reply is a late holder's");
    },
  },
  {
    name: "settle: not after the lease, even if nobody else has come",
    run: async (trial) => {
      const { shortMs } = trial;
      const first = await trial.claimed("a new key", "k", { leaseMs: shortMs });
      const second = await trial.claimed("a new key", "other", { leaseMs: shortMs });
      await trial.pass(shortMs);
      trial.holds(!(await trial.complete("k", first)), "an expired lease can be completed");
      trial.holds(!(await trial.release("other", second)), "an expired lease can be released");
      await trial.claimed("an expired lease", "k");
      await trial.claimed("an expired lease", "other");
    },
  },
  {
    name: "settle: once only",
    run: async (trial) => {
      const token = await trial.claimed("a new key", "k");
      const isDone = await trial.complete("k", token, { reply: reply("first") });
      trial.holds(isDone, "the holder of a claim can't complete it");
      await cannotSettle(trial, "the holder of a completed delivery", "k", token);
      const done = await trial.done("a completed delivery", "k");
      trial.holds(done.reply?.body === "first", "the second reply is recorded, not the first");

      const released = await trial.claimed("a new key", "released");
      trial.holds(await trial.release("released", released), "the holder can't release");
      await cannotSettle(trial, "the holder of a released delivery", "released", released);
      await trial.claimed("a released delivery", "released");
      await cannotSettle(trial, "a former holder", "released", released);
      await trial.inProgress("the new holder's delivery", "released");
    },
  },
  {
    name: "settle: once only, by a hundred at once",
    run: async (trial) => {
      const token = await trial.claimed("a new key", "k");
      const settled = await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          i % 2 === 0 ? trial.complete("k", token) : trial.release("k", token),
        ),
      );
      const count = settled.filter(Boolean).length;
      trial.holds(count === 1, `a claim was settled ${count} times`);
    },
  },
  {
    name: "settle: only by the claim's own token",
    run: async (trial) => {
      const other = await trial.claimed("a new key", "other");
      await cannotSettle(trial, "a token without its claim", "k", other);
      const token = await trial.claimed("a key that was never claimed", "k");
      const wrong = ["", "x", `${token}x`, token.slice(0, -1), `\0${token}`, other, "undefined"];
      for (const one of wrong) {
        await cannotSettle(trial, `the token ${JSON.stringify(one)}`, "k", one);
      }
      await trial.inProgress("the holder's delivery", "k");
      trial.holds(await trial.complete("k", token), "a wrong token has ended the claim");
      await cannotSettle(trial, "an empty token", "k", "");
      await trial.done("a completed delivery", "k");
      await trial.inProgress("the other delivery", "other");
    },
  },
  {
    name: "settle: a time to live that is no time is refused",
    run: async (trial) => {
      const token = await trial.claimed("a new key", "k");
      for (const ttlMs of noDurations) {
        const call = async () => trial.store.complete("k", token, { ttlMs: ttlMs as number });
        await refusesOption(trial, `a time to live of ${typeof ttlMs} ${ttlMs}`, call);
      }
      await trial.inProgress("a delivery that was not completed", "k");
      trial.holds(await trial.complete("k", token), "what was refused has ended the claim");
    },
  },
];
