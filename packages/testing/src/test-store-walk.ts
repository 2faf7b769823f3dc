import type { ClaimResult } from "@hooks/core";
import { longMs, type StoreCase, type StoreTrial } from "./test-store-trial.ts";

/** The same numbers in every run, so that a failure can be repeated. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

interface Remembered {
  /** `undefined` once it is completed. */
  readonly token: string | undefined;
  readonly untilMs: number;
  readonly digest: string;
  readonly body?: string;
}

/** What a store is, in the fewest words; the walk compares every answer with it. */
class Model {
  nowMs = 0;
  readonly #byKey = new Map<string, Remembered>();

  #live(key: string): Remembered | undefined {
    const entry = this.#byKey.get(key);
    return entry && entry.untilMs > this.nowMs ? entry : undefined;
  }

  claim(key: string, leaseMs: number, digest: string, result: ClaimResult): string {
    const entry = this.#live(key);
    if (entry === undefined) {
      const token = result.state === "claimed" ? result.token : undefined;
      this.#byKey.set(key, { token, untilMs: this.nowMs + leaseMs, digest });
      return "claimed";
    }
    if (entry.token === undefined) return `done ${entry.digest} ${entry.body}`;
    return `in_progress ${entry.untilMs - this.nowMs}`;
  }

  complete(key: string, token: string, ttlMs: number, body: string): boolean {
    const entry = this.#live(key);
    if (entry?.token !== token) return false;
    this.#byKey.set(key, { ...entry, token: undefined, untilMs: this.nowMs + ttlMs, body });
    return true;
  }

  release(key: string, token: string): boolean {
    return this.#live(key)?.token === token && this.#byKey.delete(key);
  }
}

function answerOf(result: ClaimResult, canAdvance: boolean, expected: string): string {
  if (result.state === "done") return `done ${result.digest} ${result.reply?.body}`;
  if (result.state === "claimed") return "claimed";
  const isLeft = expected.startsWith("in_progress ");
  // To the millisecond where time stands still; elsewhere it has moved a little.
  const leftMs = Number(expected.slice("in_progress ".length));
  const isRight = isLeft && Math.abs(result.retryAfterMs - leftMs) <= (canAdvance ? 1 : longMs);
  return isRight ? expected : `in_progress ${result.retryAfterMs}`;
}

async function walk(trial: StoreTrial, seed: number): Promise<void> {
  const { canAdvance } = trial;
  const random = createRandom(seed);
  const model = new Model();
  const tokens = new Map<string, string[]>();
  // Steps are whole tens and durations are not, so that nothing ends at the very moment when it is asked for.
  const durationMs = (): number => (canAdvance ? 10 * random(60) + 15 : longMs);
  for (let step = 0; step < 400; step++) {
    const key = `k${random(5)}`;
    const known = tokens.get(key) ?? [];
    // Mostly the latest token, at times one of any age.
    const token = known[random(2) === 0 ? random(known.length) : known.length - 1] ?? "none";
    const place = `seed ${seed}, step ${step}, ${key}`;
    const verb = random(10);
    if (verb < 4) {
      const [leaseMs, digest] = [durationMs(), `digest ${step}`];
      const result = await trial.claim(key, { leaseMs, digest });
      const expected = model.claim(key, leaseMs, digest, result);
      const actual = answerOf(result, canAdvance, expected);
      trial.holds(actual === expected, `${place}: a claim is answered ${actual}, not ${expected}`);
      if (result.state === "claimed") tokens.set(key, [...known, result.token]);
    } else if (verb < 7) {
      const [ttlMs, body] = [durationMs(), `reply ${step}`];
      const reply = { status: 200, headers: {}, body };
      const actual = await trial.complete(key, token, { ttlMs, reply });
      const expected = model.complete(key, token, ttlMs, body);
      trial.holds(actual === expected, `${place}: complete is answered ${actual}`);
    } else if (verb < 9 || !canAdvance) {
      const actual = await trial.release(key, token);
      const expected = model.release(key, token);
      trial.holds(actual === expected, `${place}: release is answered ${actual}`);
    } else {
      const ms = 10 * random(20);
      await trial.pass(ms);
      model.nowMs += ms;
    }
  }
}

/** All verbs in any order. */
export const walkCases: readonly StoreCase[] = [1, 2, 3].map((seed) => ({
  name: `walk: 400 steps at random, number ${seed}`,
  run: (trial) => walk(trial, seed),
}));
