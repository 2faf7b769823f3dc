import { toNode } from "@hooks/node";
import { memoryStore } from "@hooks/store-memory";
import { describe, expect, test } from "vitest";
import { adapterAnswers, type ServeAdapter, testAdapter } from "../src/index.ts";
import { defects, serveWith, spoilt, withHeader } from "./adapter-defects.ts";

const collect = (serve: ServeAdapter, options: object = {}): Map<string, () => Promise<void>> => {
  const cases = new Map<string, () => Promise<void>>();
  testAdapter("", serve, {
    createStore: memoryStore,
    ...options,
    test: (name, run) => cases.set(name.replace(": ", ""), run),
  });
  return cases;
};

describe("an adapter that", () => {
  test.each(defects)("%s is found out", { timeout: 10_000 }, async (_, serve, caseName) => {
    const right = collect(serveWith(toNode)).get(caseName);
    await expect(right?.()).resolves.toBeUndefined();
    await expect(collect(serve).get(caseName)?.()).rejects.toThrow(/adapter-suite|takes over/);
  });
});

describe("the suite", () => {
  test("has a name for each case", () => {
    let count = 0;
    const serve = serveWith(toNode);
    const returned = testAdapter("", serve, { createStore: memoryStore, test: () => count++ });
    expect(collect(serve).size).toBe(count);
    expect(returned).toBe(count);
  });

  test("leaves out what it is told to, and what needs a store where there is none", () => {
    const serve = serveWith(toNode);
    const all = collect(serve);
    const some = collect(serve, { except: ["request: GET"] });
    expect([...all.keys()].filter((name) => !some.has(name))).toEqual(["request: GET"]);
    const without = collect(serve, { createStore: undefined });
    expect([...all.keys()].filter((name) => !without.has(name))).toEqual([
      "flow: a duplicate gets the same answer",
      "flow: an id again with another body",
      "flow: two at once",
      "reply: again to a duplicate, byte for byte",
    ]);
  });

  test("knows no exception that is no case", () => {
    expect(() => collect(serveWith(toNode), { except: ["request: GTE"] })).toThrow("request: GTE");
  });

  test("lets a host add the headers that it names, and no other", async () => {
    const serve = spoilt({ reply: withHeader("via", () => "1.1 host") });
    const named = collect(serve, { hostHeaders: ["via"] }).get("content type: none");
    await expect(named?.()).resolves.toBeUndefined();
    const unnamed = collect(serve).get("content type: none");
    await expect(unnamed?.()).rejects.toThrow('a header "via"');
  });

  test("passes without a store", async () => {
    for (const [name, run] of collect(serveWith(toNode), { createStore: undefined })) {
      if (/^(size|request|broken)/.test(name)) await run();
    }
  });

  test("its answers say no more than the code", () => {
    for (const [name, { status, body }] of Object.entries(adapterAnswers)) {
      if (status < 400 || !String(body).startsWith("{")) continue;
      expect(body).toBe(`{"error":"${name}"}`);
    }
  });
});
