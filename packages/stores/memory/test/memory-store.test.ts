import { isWebhookError } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import { type MemoryStore, type MemoryStoreOptions, memoryStore } from "../src/index.ts";

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return isWebhookError(error) ? error.code : error;
  }
  return "nothing thrown";
};

function claim(store: MemoryStore, key: string, leaseMs = 1000): string {
  const result = store.claim(key, { leaseMs });
  if (result.state !== "claimed") throw new Error(`${key} is ${result.state}`);
  return result.token;
}

function finish(store: MemoryStore, key: string, ttlMs = 1000): void {
  expect(store.complete(key, claim(store, key), { ttlMs })).toBe(true);
}

/** A store whose clock stands still until it is set. */
function atTime(options: MemoryStoreOptions = {}) {
  const clock = { ms: 5000 };
  return { clock, store: memoryStore({ now: () => clock.ms, ...options }) };
}

describe("options", () => {
  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 23 + 1, "9"])(
    "maxEntries: %s is refused",
    (maxEntries) => {
      expect(codeOf(() => memoryStore({ maxEntries: maxEntries as number }))).toBe(
        "option_invalid",
      );
    },
  );

  test("now: what is no function is refused", () => {
    expect(codeOf(() => memoryStore({ now: 5 as never }))).toBe("option_invalid");
  });

  test("undefined is the default, of which there are 100,000 entries", () => {
    const store = memoryStore({ maxEntries: undefined, now: undefined });
    for (let i = 0; i < 100_001; i++) claimOrFail(store, i);
    expect(store.size).toBe(100_000);

    function claimOrFail(one: MemoryStore, i: number): void {
      if (i < 100_000) claim(one, `k${i}`, 60_000);
      else expect(codeOf(() => claim(one, `k${i}`))).toBe("store_failed");
    }
  });
});

test("the verbs answer at once", () => {
  const store = memoryStore();
  const result = store.claim("k", { leaseMs: 1000 });
  expect(result).toEqual({ state: "claimed", token: expect.any(String) });
  expect(store.release("k", "x")).toBe(false);
  expect(store.complete("k", claim(store, "other"), { ttlMs: 1 })).toBe(false);
});

test("a lease and a time to live end at their last millisecond, exactly", () => {
  const { clock, store } = atTime();
  const token = claim(store, "k", 100);
  clock.ms += 99;
  expect(store.claim("k", { leaseMs: 100 })).toEqual({ state: "in_progress", retryAfterMs: 1 });
  expect(store.complete("k", token, { ttlMs: 100 })).toBe(true);
  clock.ms += 99;
  expect(store.claim("k", { leaseMs: 100 }).state).toBe("done");
  clock.ms += 1;
  const second = claim(store, "k", 100);
  clock.ms += 100;
  expect(store.complete("k", second, { ttlMs: 100 })).toBe(false);
  expect(store.claim("k", { leaseMs: 100 }).state).toBe("claimed");
});

describe("a clock that", () => {
  test("steps back neither frees nor extends what was there", () => {
    const { clock, store } = atTime();
    const token = claim(store, "k", 1000);
    finish(store, "done", 1000);
    clock.ms -= 3_600_000;
    expect(store.claim("k", { leaseMs: 1000 })).toEqual({
      state: "in_progress",
      retryAfterMs: 1000,
    });
    claim(store, "while it is back", 1000);
    clock.ms += 3_600_000 + 999;
    expect(store.claim("k", { leaseMs: 1 }).state).toBe("in_progress");
    expect(store.claim("while it is back", { leaseMs: 1 }).state).toBe("in_progress");
    clock.ms += 1;
    expect(store.complete("k", token, { ttlMs: 1 })).toBe(false);
    for (const key of ["k", "done", "while it is back"]) claim(store, key);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined])(
    "tells %s lets nobody in",
    (time) => {
      const store = memoryStore({ now: () => time as number });
      expect(codeOf(() => store.claim("k", { leaseMs: 1000 }))).toBe("store_failed");
    },
  );
});

describe("what goes when it is full", () => {
  test("the completed delivery that would expire soonest", () => {
    const { store } = atTime({ maxEntries: 3 });
    finish(store, "a day", 86_400_000);
    finish(store, "an hour", 3_600_000);
    finish(store, "a week", 604_800_000);
    finish(store, "new", 604_800_000);
    expect(store.size).toBe(3);
    for (const key of ["a day", "a week", "new"]) {
      expect(store.claim(key, { leaseMs: 1 }).state).toBe("done");
    }
    claim(store, "an hour");
  });

  test("nothing when all are live claims, and the claims that expire first", () => {
    const { clock, store } = atTime({ maxEntries: 2 });
    claim(store, "short", 1000);
    const token = claim(store, "long", 60_000);
    expect(codeOf(() => claim(store, "new"))).toBe("store_failed");
    clock.ms += 1000;
    claim(store, "new");
    expect(codeOf(() => claim(store, "short"))).toBe("store_failed");
    expect(store.complete("long", token, { ttlMs: 1 })).toBe(true);
  });

  test("one entry is enough", () => {
    const { store } = atTime({ maxEntries: 1 });
    for (let i = 0; i < 10; i++) finish(store, `k${i}`);
    expect(store.size).toBe(1);
    expect(store.claim("k9", { leaseMs: 1 }).state).toBe("done");
  });
});

describe("what has expired", () => {
  test("goes two at a time as others come, whatever it lasted", () => {
    const { clock, store } = atTime();
    for (let i = 0; i < 500; i++) finish(store, `done${i}`, 1 + i * 7);
    for (let i = 0; i < 500; i++) claim(store, `held${i}`, 1 + i * 11);
    expect(store.size).toBe(1000);
    clock.ms += 1_000_000;
    for (let i = 0; i < 600; i++) claim(store, `new${i}`);
    expect(store.size).toBe(600);
    clock.ms += 1000;
    for (let i = 0; i < 600; i++) store.release(`k${i}`, claim(store, `k${i}`));
    expect(store.size).toBe(0);
  });
});

test("a recorded body is a copy, even of a Buffer", () => {
  const store = memoryStore();
  const body = Buffer.from("bytes");
  const reply = { status: 200, headers: {}, body };
  store.complete("k", claim(store, "k"), { ttlMs: 1000, reply });
  body.fill(0);
  const done = store.claim("k", { leaseMs: 1 });
  expect(done).toMatchObject({ reply: { body: Uint8Array.from(Buffer.from("bytes")) } });
});

test("stores keep apart", () => {
  const [one, other] = [memoryStore(), memoryStore()];
  const token = claim(one, "k");
  expect(claim(other, "k")).not.toBe(token);
  expect(other.complete("k", token, { ttlMs: 1 })).toBe(false);
});

test("random numbers are all that a token needs, as on a page that did not come over a secure channel", () => {
  const { crypto } = globalThis;
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  try {
    const tokens = Array.from({ length: 100 }, () => claim(memoryStore(), "k"));
    expect(new Set(tokens).size).toBe(100);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("many more keys than its columns begin with, all found again and let go", () => {
  const store = memoryStore({ maxEntries: 20_000 });
  const tokens = Array.from({ length: 20_000 }, (_, i) => claim(store, `key-${i}`, 60_000));
  for (const [i, token] of tokens.entries()) {
    if (i % 2 === 0) expect(store.release(`key-${i}`, token)).toBe(true);
  }
  expect(store.size).toBe(10_000);
  for (let i = 0; i < 20_000; i++) {
    const state = i % 2 === 0 ? "claimed" : "in_progress";
    expect(store.claim(`key-${i}`, { leaseMs: 60_000 }).state).toBe(state);
  }
});
