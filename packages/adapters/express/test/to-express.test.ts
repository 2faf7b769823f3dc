import { createRequire } from "node:module";
import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import * as core from "../../../core/src/index.ts";
import { serveNode } from "../../node/test/serve-node.ts";
import * as adapter from "../src/index.ts";
import { versions } from "./express-versions.ts";

const require = createRequire(import.meta.url);

test("the versions are those that they are said to be", () => {
  expect(require("express/package.json").version).toMatch(/^5\./);
  expect(require("express4/package.json").version).toMatch(/^4\./);
});

describe.each(versions)("%s", (name, express) => {
  const serve = (receiver: adapter.Receiver) =>
    serveNode(express().use(adapter.toExpress(receiver)));
  const count = testAdapter(name, serve, { test, createStore: memoryStore });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});

describe.each(versions)("%s, behind express.raw()", (name, express) => {
  const serve = (receiver: adapter.Receiver) => {
    const app = express().use(express.raw({ type: () => true, limit: "100mb" }));
    return serveNode(app.use(adapter.toExpress(receiver)));
  };
  // What the parser refuses by itself does not get to us.
  const isParsers =
    /^(size: (refused|the)|broken: |coding: (x-gzip|br|damaged|one|a signature|a small))/;
  const all: string[] = [];
  testAdapter("", serve, { test: (one) => all.push(one.slice(2)) });
  const except = all.filter((one) => isParsers.test(one));
  const count = testAdapter(`${name}, raw`, serve, { test, createStore: memoryStore, except });
  test("the suite has cases", () => expect(count).toBeGreaterThan(80));
});

test("the core's surface is exported as well", () => {
  expect(Object.keys(adapter).sort()).toEqual([...Object.keys(core), "toExpress"].sort());
});
