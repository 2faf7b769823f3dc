import { memoryStore } from "@hooks/store-memory";
import { describe, expect, test } from "vitest";
import { type CreateStore, type StoreTestOptions, testStore } from "../src/index.ts";
import { type Defect, defects, storeWith } from "./store-defects.ts";

const maxEntries = 42;

function collect(
  create: CreateStore,
  options: Partial<StoreTestOptions> = { maxEntries },
): Map<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>();
  testStore("", create, {
    ...options,
    test: (name, run) => cases.set(name.replace(": ", ""), run),
  });
  return cases;
}

describe("a store without a defect, of promises, in the least room", () => {
  testStore("sample", () => storeWith(maxEntries), { test, maxEntries });
});

describe("a store that", () => {
  test.each(Object.entries(defects))("%s is found out", async (defect, caseName) => {
    const run = collect(() => storeWith(maxEntries, defect as Defect)).get(caseName);
    expect(run).toBeTypeOf("function");
    await expect(run?.()).rejects.toThrow(Error);
  });

  test("does nothing passes no case", async () => {
    for (const [name, run] of collect(() => storeWith(maxEntries, "does nothing"))) {
      await expect(run(), name).rejects.toThrow(Error);
    }
  });
});

describe("the suite", () => {
  test("says how many tests it has, each by its own name", () => {
    const create = () => ({ store: memoryStore() });
    let count = 0;
    const returned = testStore("", create, { maxEntries, test: () => count++ });
    expect(returned).toBe(count);
    expect(collect(create).size).toBe(count);
  });

  test("leaves out the bound of a store that has none", () => {
    const create = () => ({ store: memoryStore() });
    const without = collect(create, {});
    const left = [...collect(create).keys()].filter((name) => !without.has(name));
    expect(left.length).toBeGreaterThanOrEqual(5);
    expect(left.every((name) => name.startsWith("bound: "))).toBe(true);
  });

  test("needs room for its own keys", () => {
    const create = () => ({ store: memoryStore() });
    expect(() => collect(create, { maxEntries: 41 })).toThrow("at least 42");
    expect(() => collect(create, { maxEntries: Number.NaN })).toThrow("at least 42");
  });

  test("closes every store that it was given, also when a case fails", async () => {
    for (const present of [[], ["does nothing"]] as const) {
      let open = 0;
      const create: CreateStore = async () => {
        open++;
        return { ...storeWith(maxEntries, ...present), close: async () => open-- };
      };
      for (const run of collect(create).values()) await run().catch(() => undefined);
      expect(open).toBe(0);
    }
  });

  test("starts each case with a store of its own", async () => {
    const made: unknown[] = [];
    const create = () => {
      const setup = storeWith(maxEntries);
      made.push(setup.store);
      return setup;
    };
    const cases = collect(create);
    for (const run of cases.values()) await run();
    expect(new Set(made).size).toBe(made.length);
    expect(made.length).toBeGreaterThanOrEqual(cases.size);
  });
});
