import type { ClaimResult, Store } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import {
  deferred,
  delivery,
  duplicate,
  endpoint,
  eventBody,
  received,
  refusal,
} from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
type ClaimArguments = Parameters<Store["claim"]>;

const gone = new Error("the store is gone");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

/** Waits for a wait to begin: clocks start a turn later, and what tells the store later has to be loaded. */
async function waitBegun(): Promise<void> {
  for (let turns = 0; vi.getTimerCount() === 0; turns++) {
    if (turns > 100_000) throw new Error("nothing is waited for");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

afterEach(() => {
  vi.useRealTimers();
});

/** Until a function was called: a timer of before, for the body, is none of what it does. */
async function calling(called: Mock): Promise<void> {
  while (called.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

/** A store whose verbs fail for as long as it is said to be down. */
function mortalStore(down: readonly (keyof Store)[]) {
  const store = sampleStore();
  let failing: readonly string[] = down;
  const mortal =
    <Args extends unknown[], T>(name: keyof Store, verb: (...args: Args) => T | Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (failing.includes(name)) throw gone;
      return verb(...args);
    };
  return {
    store: {
      claim: vi.fn(mortal("claim", store.claim)),
      complete: vi.fn(mortal("complete", store.complete)),
      release: vi.fn(mortal("release", store.release)),
    },
    recover: (): void => {
      failing = [];
    },
  };
}

describe("a store that was down when a handler ended", () => {
  test("is told once it is back: the next try is a duplicate, with the recorded reply", async () => {
    const { store, recover } = mortalStore(["complete"]);
    const run = vi.fn(() => ({ status: 202, headers: { "x-a": "b" }, body: "mine" }));
    const { receive, outcomes } = endpoint({ store, on: { "*": run } });
    expect((await receive(delivery(body))).status).toBe(202);
    expect(outcomes).toMatchObject([{ kind: "processed", storeError: { cause: gone } }]);
    expect((await receive(delivery(body))).status).toBe(409);
    await waitBegun();
    await vi.advanceTimersByTimeAsync(1000);
    recover();
    await vi.advanceTimersByTimeAsync(2000);
    expect(await receive(delivery(body))).toEqual({
      status: 202,
      headers: { "x-a": "b", ...duplicate },
      body: "mine",
    });
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("is told that a failed delivery is free", async () => {
    const { store, recover } = mortalStore(["release"]);
    const run = vi.fn().mockRejectedValueOnce(new Error("boom"));
    const { receive } = endpoint({ store, on: { "*": run } });
    expect((await receive(delivery(body))).status).toBe(500);
    await waitBegun();
    recover();
    await vi.advanceTimersByTimeAsync(100);
    expect(await receive(delivery(body))).toEqual(received());
    expect(run).toHaveBeenCalledTimes(2);
  });

  test("is told no more when it has taken another's place", async () => {
    const { store, recover } = mortalStore(["complete"]);
    const { receive } = endpoint({ store });
    await receive(delivery(body));
    await waitBegun();
    recover();
    store.complete.mockResolvedValue(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.complete).toHaveBeenCalledTimes(2);
  });

  test("is given up with the lease, after a try each second, and keeps no process from ending", async () => {
    const { store } = mortalStore(["complete"]);
    const { receive } = endpoint({ store, timeoutMs: 25_000 });
    await receive(delivery(body));
    await waitBegun();
    await vi.advanceTimersByTimeAsync(30_000);
    // At once, after 0.1, 0.3, 0.7 and 1.5 seconds, and then each second until 29.5.
    expect(store.complete).toHaveBeenCalledTimes(33);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(store.complete).toHaveBeenCalledTimes(33);
  });

  test("keeps no process from ending while it is waited for", async () => {
    vi.useRealTimers();
    const timers = vi.spyOn(globalThis, "setTimeout");
    try {
      const { store } = mortalStore(["complete"]);
      const { receive } = endpoint({ store });
      await receive(delivery(body));
      const waits = () => timers.mock.results.filter((_, i) => timers.mock.calls[i]?.[1] === 100);
      await expect.poll(waits).toHaveLength(1);
      expect(waits().map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
    } finally {
      timers.mockRestore();
    }
  });
});

describe("a claim that is granted when nobody waits for it any more", () => {
  /** An endpoint whose first claim answers when it is told to. */
  function late() {
    const store = sampleStore();
    const { promise, resolve, reject } = deferred<ClaimResult>();
    const claim = vi.fn(store.claim).mockReturnValueOnce(promise);
    const { receive } = endpoint({ store: { ...store, claim }, storeTimeoutMs: 10 });
    /** Grants the claim after all. */
    const grant = async (): Promise<void> =>
      resolve(await store.claim(...(claim.mock.calls[0] as ClaimArguments)));
    return { store, claim, receive, grant, resolve, reject };
  }

  async function give({ receive, claim }: ReturnType<typeof late>): Promise<void> {
    const reply = receive(delivery(body));
    await calling(claim);
    await waitBegun();
    await vi.advanceTimersByTimeAsync(10);
    expect(await reply).toEqual(refusal(503, "store_failed"));
  }

  test("is released, so that the next try needs not wait for the lease to end", async () => {
    const claim = late();
    const { store, receive, grant } = claim;
    await give(claim);
    await grant();
    await vi.waitFor(() => expect(store.verbs()).toEqual(["claim", "release"]));
    expect(store.release).toHaveBeenCalledExactlyOnceWith(expect.any(String), "token 1");
    expect(await receive(delivery(body))).toEqual(received());
  });

  test.each<[string, (claim: ReturnType<typeof late>) => void]>([
    ["done", ({ resolve }) => resolve({ state: "done" })],
    ["in progress", ({ resolve }) => resolve({ state: "in_progress", retryAfterMs: 5 })],
    ["a failure", ({ reject }) => reject(gone)],
    ["nothing", ({ resolve }) => resolve(undefined as never)],
  ])("is left alone when the late answer is %s", async (_, settle) => {
    const claim = late();
    await give(claim);
    settle(claim);
    await vi.advanceTimersByTimeAsync(1000);
    expect(claim.store.release).not.toHaveBeenCalled();
    expect(await claim.receive(delivery(body))).toEqual(received());
  });
});
