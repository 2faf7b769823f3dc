import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import * as core from "../../../core/src/index.ts";
import * as node from "../src/index.ts";
import { serveNode } from "./serve-node.ts";

describe("the adapter suite", () => {
  const serve = (receiver: node.Receiver) => serveNode(node.toNode(receiver));
  const count = testAdapter("node", serve, { test, createStore: memoryStore });
  test("has cases", () => expect(count).toBeGreaterThan(100));
});

test("the core's surface is exported as well", () => {
  const own = ["requestBeneath", "toIncoming", "toNode"];
  expect(Object.keys(node).sort()).toEqual([...Object.keys(core), ...own].sort());
});
