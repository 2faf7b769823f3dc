import { testStore } from "@hooks/testing";
import { afterAll, beforeAll, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { type ClientKind, type Connected, clientKinds } from "./connect-client.ts";
import { describeRedis } from "./install-redis.ts";
import { RedisServer } from "./redis-server.ts";

/** Runs the suite of all stores through one kind of client. */
export function testContract(kind: ClientKind): void {
  describeRedis(kind, () => {
    let server: RedisServer;
    let connected: Connected;
    let count = 0;
    beforeAll(async () => {
      server = await RedisServer.start();
      connected = await clientKinds[kind](server.port);
    });
    afterAll(async () => {
      await connected.close();
      await server.close();
    });
    const createStore = () => ({
      store: redisStore(connected.client, { prefix: `test-${count++}:` }),
    });
    testStore("contract", createStore, { test: (name, run) => test(name, run, 30_000) });
  });
}
