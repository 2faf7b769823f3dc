import { testQueue } from "@hooks/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { bullmqQueue } from "../src/index.ts";

let server: RedisServer;
let count = 0;

describeRedis("the contract, over a Redis", () => {
  beforeAll(async () => {
    server = await RedisServer.start("appendonly yes", "appendfsync everysec");
  });
  afterAll(() => server.close());

  describe.concurrent("in real time", () => {
    testQueue(
      "bullmq",
      (options) => {
        const name = `contract-${++count}`;
        const connection = { port: server.port };
        const open = () => bullmqQueue({ ...options, connection, name, pollMs: 20 });
        return { queue: open(), another: open };
      },
      { test, isShared: true },
    );
  });
});
