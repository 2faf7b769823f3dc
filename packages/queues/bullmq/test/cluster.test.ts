import { once } from "node:events";
import { testQueue } from "@hooks/testing";
import { Cluster } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisCluster } from "../../../stores/redis/test/redis-cluster.ts";
import { bullmqQueue } from "../src/index.ts";

let cluster: RedisCluster;
let client: Cluster;
let count = 0;

describeRedis("a cluster of three", () => {
  beforeAll(async () => {
    cluster = await RedisCluster.start();
    client = new Cluster(cluster.nodes.map(({ port }) => ({ port, host: "127.0.0.1" })));
    await once(client, "ready");
  });
  afterAll(async () => {
    client.disconnect();
    await cluster.close();
  });

  test("needs a prefix whose keys lie together", () => {
    expect(() => bullmqQueue({ connection: client, prefix: "hooks" })).toThrow(/braces/);
    expect(() => bullmqQueue({ connection: client, prefix: "hooks{}" })).toThrow(/braces/);
  });

  describe.concurrent("the contract", () => {
    testQueue(
      "bullmq",
      (options) => {
        // Each on a node of its own, by chance.
        const prefix = `{cluster-${++count}}`;
        const open = () => bullmqQueue({ ...options, connection: client, prefix, pollMs: 20 });
        return { queue: open(), another: open };
      },
      { test, isShared: true },
    );
  });
});
