import { describe, expect, test } from "vitest";
import {
  type CreateGuardedClient,
  forbiddenUrls,
  type GuardTestOptions,
  testGuard,
} from "../src/suite.ts";
import { clientWith, type Defect, defects, unguarded } from "./guard-defects.ts";

function collect(
  create: CreateGuardedClient,
  options: Partial<GuardTestOptions> = {},
): Map<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>();
  testGuard("", create, {
    ...options,
    test: (name, run) => cases.set(name.replace(": ", ""), run),
  });
  return cases;
}

/** What passes, of cases that are run a few at a time. */
async function passed(cases: Map<string, () => Promise<void>>): Promise<readonly string[]> {
  const waiting = [...cases];
  const names: string[] = [];
  async function work() {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, run] = next;
      await run().then(
        () => names.push(name),
        () => undefined,
      );
    }
  }
  await Promise.all(Array.from({ length: 16 }, work));
  return names.sort();
}

describe("a guard that", () => {
  test.concurrent.each(Object.entries(defects))("%s is found out", async (defect, caseName) => {
    const run = collect(clientWith(defect as Defect)).get(caseName);
    expect(run).toBeTypeOf("function");
    await expect(run?.()).rejects.toThrow(Error);
  });

  test("has none of these defects passes the same cases", async () => {
    const cases = collect(clientWith());
    for (const caseName of new Set(Object.values(defects))) await cases.get(caseName)?.();
  });
});

describe("a client without a guard", () => {
  test("passes nothing but what is allowed, and what nobody answers", async () => {
    expect(await passed(collect(unguarded))).toEqual([
      "allowed: a name, on a new and on a warm connection",
      "allowed: an address in the URL",
      "dns: no answer at all, and no such name",
    ]);
  });
});

describe("the suite", () => {
  test("says how many tests it has, each by its own name", () => {
    let count = 0;
    const checkUrl = () => undefined;
    const returned = testGuard("", clientWith(), { test: () => count++, checkUrl });
    expect(returned).toBe(count);
    expect(collect(clientWith(), { checkUrl }).size).toBe(count);
    expect(collect(clientWith()).size).toBe(count - forbiddenUrls.length);
  });

  test("finds out a URL check that takes everything", async () => {
    const cases = collect(clientWith(), { checkUrl: () => undefined });
    const urlCases = [...cases].filter(([name]) => name.startsWith("url "));
    expect(urlCases.length).toBe(forbiddenUrls.length);
    for (const [name, run] of urlCases) await expect(run(), name).rejects.toThrow("is taken");
  });

  test("takes another way to tell a refusal, and no failure for one", async () => {
    const refusing: CreateGuardedClient = () => ({
      request: () => Promise.reject(new Error("not there")),
    });
    const caseName = "address: 10.0.0.1 (special-purpose)";
    await expect(collect(refusing).get(caseName)?.()).rejects.toThrow("should be refused");
    const isRefusal = (error: unknown) => String(error).includes("not there");
    await collect(refusing, { isRefusal }).get(caseName)?.();
  });

  test("closes every client, also when a case fails", async () => {
    let open = 0;
    const create: CreateGuardedClient = () => {
      open++;
      return { request: () => Promise.reject(new Error("no")), close: async () => open-- };
    };
    await collect(create)
      .get("allowed: an address in the URL")?.()
      .catch(() => undefined);
    await collect(create).get("dns: no answer at all, and no such name")?.();
    expect(open).toBe(0);
  });
});
