import { setTimeout as pause } from "node:timers/promises";
import type { Store } from "@hooks/core";
import { afterAll, expect, test, vi } from "vitest";
import { startClaimant } from "./start-claimant.ts";
import { startDynalite } from "./start-dynalite.ts";
import { tokenOf } from "./token-of.ts";

vi.setConfig({ testTimeout: 60_000 });

const dynalite = await startDynalite();
const table = await dynalite.createTable();
const claimants = await Promise.all(Array.from({ length: 4 }, () => startClaimant(dynalite.url)));
const stores = claimants.map(({ storeOn }) => storeOn(table));
const [one, other] = stores as [Store, Store];

afterAll(async () => {
  await Promise.all(claimants.map(({ stop }) => stop()));
  await dynalite.stop();
});

/** The server of these tests may date its answers a little late when it is busy. */
const slackMs = 500;

const reply = (body: string) => ({ status: 200, headers: {}, body });

test("of a hundred claims from four processes one wins", async () => {
  const leaseMs = 60_000;
  const shortMs = 500;
  tokenOf(await one.claim("abandoned", { leaseMs: shortMs }));
  const token = tokenOf(await one.claim("forgotten", { leaseMs }));
  expect(await one.complete("forgotten", token, { ttlMs: shortMs })).toBe(true);
  await pause(shortMs + slackMs);
  for (const key of ["new 1", "new 2", "abandoned", "forgotten"]) {
    const results = await Promise.all(
      Array.from({ length: 25 }, () => stores.map((store) => store.claim(key, { leaseMs }))).flat(),
    );
    const states = results.map(({ state }) => state);
    expect(states.filter((state) => state === "claimed")).toHaveLength(1);
    expect(states.filter((state) => state === "in_progress")).toHaveLength(99);
  }
});

test("a holder that is paused beyond its lease harms nobody afterwards", async () => {
  const keys = ["at work", "completed", "released", "left"] as const;
  const leaseMs = 1000;
  const tokens = new Map<string, string>();
  for (const key of keys) tokens.set(key, tokenOf(await one.claim(key, { leaseMs })));
  claimants[0]?.process.kill("SIGSTOP");
  await pause(leaseMs + slackMs);

  const held = tokenOf(await other.claim("at work", { leaseMs: 60_000 }));
  const done = tokenOf(await other.claim("completed", { leaseMs: 60_000 }));
  expect(await other.complete("completed", done, { ttlMs: 60_000, reply: reply("other") })).toBe(
    true,
  );
  const freed = tokenOf(await other.claim("released", { leaseMs: 60_000 }));
  expect(await other.release("released", freed)).toBe(true);

  // Sent while it is stopped, and done when it goes on.
  const late = keys.flatMap((key) => {
    const token = tokens.get(key) ?? "";
    return [
      one.complete(key, token, { ttlMs: 60_000, reply: reply("late") }),
      one.release(key, token),
    ];
  });
  claimants[0]?.process.kill("SIGCONT");
  expect(await Promise.all(late)).toEqual(late.map(() => false));

  expect((await other.claim("at work", { leaseMs })).state).toBe("in_progress");
  expect(await other.complete("at work", held, { ttlMs: 60_000 })).toBe(true);
  expect(await one.claim("completed", { leaseMs })).toMatchObject({ reply: reply("other") });
  for (const key of ["released", "left"]) tokenOf(await other.claim(key, { leaseMs }));
});

test("what a killed holder has claimed is free when the lease ends", async () => {
  const holder = await startClaimant(dynalite.url);
  tokenOf(await holder.storeOn(table).claim("k", { leaseMs: 4000 }));
  await holder.stop();
  const result = await other.claim("k", { leaseMs: 60_000 });
  expect(result.state).toBe("in_progress");
  if (result.state === "in_progress") await pause(result.retryAfterMs + slackMs);
  tokenOf(await other.claim("k", { leaseMs: 60_000 }));
});
