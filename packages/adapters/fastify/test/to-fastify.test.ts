import { createRequire } from "node:module";
import compress from "@fastify/compress";
import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import Fastify, { type FastifyInstance } from "fastify";
import { describe, expect, test } from "vitest";
import * as core from "../../../core/src/index.ts";
import * as adapter from "../src/index.ts";
import { serveFastify } from "./serve-fastify.ts";

const require = createRequire(import.meta.url);

/** The first version that the package's peer range promises. */
const Fastify50: typeof Fastify = require("fastify50");

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** Hooks that leave everything as it is, and take their time. */
function withSlowHooks(app: FastifyInstance): FastifyInstance {
  app.addHook("onRequest", pause);
  app.addHook("preParsing", pause);
  app.addHook("preValidation", pause);
  app.addHook("preHandler", pause);
  app.addHook("onSend", pause);
  app.addHook("onResponse", pause);
  return app;
}

/** It decompresses what comes in, and would compress what goes out for a client that asks for it. */
function withCompress(app: FastifyInstance): FastifyInstance {
  app.register(compress, { threshold: 0 });
  return app;
}

// Fastify's own limit, which no body keeps, does not count.
const apps: readonly (readonly [name: string, createApp: () => FastifyInstance])[] = [
  ["Fastify", () => Fastify({ bodyLimit: 1 })],
  ["Fastify 5.0", () => Fastify50({ bodyLimit: 1 })],
  ["Fastify with slow hooks", () => withSlowHooks(Fastify({ bodyLimit: 1 }))],
  ["Fastify with @fastify/compress", () => withCompress(Fastify({ bodyLimit: 1 }))],
];

describe.each(apps)("%s", (name, createApp) => {
  const serve = async (receiver: adapter.Receiver) => {
    const app = createApp();
    app.register(adapter.toFastify(receiver), { url: "*" });
    return serveFastify(app);
  };
  const count = testAdapter(name, serve, { test, createStore: memoryStore });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});

test("the versions are those that they are said to be", () => {
  expect(Fastify50().version).toBe("5.0.0");
  expect(require("../package.json").peerDependencies.fastify).toBe("^5.0.0");
  expect(Fastify().version).toMatch(/^5\.(?!0\.)/);
});

test("the core's surface is exported as well", () => {
  expect(Object.keys(adapter).sort()).toEqual([...Object.keys(core), "toFastify"].sort());
});
