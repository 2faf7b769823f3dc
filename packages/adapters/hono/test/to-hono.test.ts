import { readFileSync } from "node:fs";
import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import * as core from "../../../core/src/index.ts";
import * as adapter from "../src/index.ts";
import { versions } from "./hono-versions.ts";
import { serveHono } from "./serve-hono.ts";

const versionOf = (name: string): string => {
  const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(manifest, "utf8")).version;
};

test("the versions are those that they are said to be", () => {
  expect(versionOf("hono")).toMatch(/^4\.(?!0\.)/);
  expect(versionOf("hono4.0")).toBe("4.0.0");
});

/**
 * Hono's Node server stops taking in the rest of a refused request after half a second, and closes the connection. A
 * client that reads nothing before it has sent megabytes may then find the answer gone.
 */
const hosts = ["size: the refusal reaches a client that sends first and reads later"];

describe.each(versions)("%s", (name, Hono) => {
  const serve = (receiver: adapter.Receiver) =>
    serveHono(new Hono().all("*", adapter.toHono(receiver)));
  const count = testAdapter(name, serve, { test, createStore: memoryStore, except: hosts });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});

describe.each(["arrayBuffer", "blob"] as const)("behind c.req.%s()", (read) => {
  describe.each(versions)("%s", (name, Hono) => {
    const serve = (receiver: adapter.Receiver) => {
      const app = new Hono();
      // Not awaited: what it makes of a body that fails would be its own affair.
      app.use("*", (c, next) => {
        c.req[read]().catch(() => undefined);
        return next();
      });
      return serveHono(app.all("*", adapter.toHono(receiver)));
    };
    // The one who reads has no limit.
    const except = ["size: refused while it is sent, without an end in sight"];
    const count = testAdapter(name, serve, { test, createStore: memoryStore, except });
    test("the suite has cases", () => expect(count).toBeGreaterThan(100));
  });
});

test("the core's surface is exported as well", () => {
  expect(Object.keys(adapter).sort()).toEqual([...Object.keys(core), "toHono"].sort());
});
