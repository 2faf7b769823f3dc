import { once } from "node:events";
import { testStore } from "@hooks/testing";
import { Cluster } from "ioredis";
import { createCluster } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RedisClient, redisStore } from "../src/index.ts";
import type { Connected } from "./connect-client.ts";
import { describeRedis } from "./install-redis.ts";
import { RedisCluster } from "./redis-cluster.ts";

const clusterKinds = {
  async ioredis({ nodes }: RedisCluster): Promise<Connected> {
    const client = new Cluster(nodes.map(({ port }) => ({ port, host: "127.0.0.1" })));
    await once(client, "ready");
    return { client, close: async () => client.disconnect() };
  },

  async "node-redis"({ nodes }: RedisCluster): Promise<Connected> {
    const client = createCluster({ rootNodes: nodes.map(({ url }) => ({ url })) });
    await client.connect();
    return { client, close: async () => client.destroy() };
  },
};

describeRedis("a cluster of three", () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await RedisCluster.start();
  }, 30_000);
  afterAll(() => cluster.close());

  for (const [kind, connect] of Object.entries(clusterKinds)) {
    describeRedis(`through ${kind}`, () => {
      let client: RedisClient;
      let close: () => Promise<unknown>;
      let count = 0;
      const createStore = () => ({ store: redisStore(client, { prefix: `${kind}-${count++}:` }) });
      beforeAll(async () => {
        ({ client, close } = await connect(cluster));
      }, 30_000);
      afterAll(() => close());

      testStore("contract", createStore, { test: (name, run) => test(name, run, 30_000) });

      test("keys lie on all nodes, whatever a key has in braces", async () => {
        for (const node of cluster.nodes) await node.ask("FLUSHALL");
        const { store } = createStore();
        const keys = Array.from({ length: 30 }, (_, i) => [`k${i}`, `{k${i}}:k`, `k{}${i}`]).flat();
        const claims = await Promise.all(
          keys.map((key) => store.claim(key, { leaseMs: 60_000, digest: key })),
        );
        for (const [i, key] of keys.entries()) {
          const claim = claims[i];
          if (claim?.state !== "claimed") throw new Error(`${key} is not claimed`);
          expect(await store.complete(key, claim.token, { ttlMs: 60_000 })).toBe(true);
          expect(await store.claim(key, { leaseMs: 1 })).toEqual({ state: "done", digest: key });
        }
        const sizes = await Promise.all(cluster.nodes.map((node) => node.ask("DBSIZE")));
        expect(sizes.map((size) => Number(size.slice(1))).every((size) => size > 10)).toBe(true);
        expect(sizes.reduce((sum, size) => sum + Number(size.slice(1)), 0)).toBe(keys.length);
      });

      test("a node that has forgotten the scripts is told them again", async () => {
        const { store } = createStore();
        for (const node of cluster.nodes) {
          await node.ask("SCRIPT", "FLUSH");
          for (let i = 0; i < 10; i++) {
            const key = `${node.port}-${i}`;
            const claim = await store.claim(key, { leaseMs: 60_000 });
            if (claim.state !== "claimed") throw new Error(`${key} is not claimed`);
            expect(await store.release(key, claim.token)).toBe(true);
          }
        }
      });
    });
  }
});
