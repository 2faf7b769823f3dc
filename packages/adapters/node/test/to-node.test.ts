import { once } from "node:events";
import { connect } from "node:net";
import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { describe, expect, test, vi } from "vitest";
import * as core from "../../../core/src/index.ts";
import * as node from "../src/index.ts";
import { createEndpoint, signedHeaders } from "./endpoint.ts";
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

test.each([
  ["that comes with its request needs no clock", 0, 0],
  ["that comes later has one", 100, 1],
])("a body %s", async (_, delayMs, clocks) => {
  const timeoutMs = 12_345;
  const { receiver } = createEndpoint({ timeoutMs });
  const { url, close } = await serveNode(node.toNode(receiver));
  const timers = vi.spyOn(globalThis, "setTimeout");
  try {
    const body = JSON.stringify({ text: "x".repeat(1000) });
    const headers = Object.entries(await signedHeaders(body)).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n${headers.join("")}\r\n`;
    const client = connect(Number(new URL(url).port), "127.0.0.1");
    if (delayMs) {
      client.write(head);
      setTimeout(() => client.write(body), delayMs);
    } else client.write(head + body);
    const [answer] = await once(client, "data");
    expect(String(answer)).toContain("HTTP/1.1 200 OK");
    expect(timers.mock.calls.filter(([, ms]) => ms === timeoutMs)).toHaveLength(clocks);
    client.destroy();
  } finally {
    timers.mockRestore();
    await close();
  }
});
