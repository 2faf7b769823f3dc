import { testQueue } from "@hooks/testing";
import { afterAll, beforeAll, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { bullmqQueue } from "../src/index.ts";

let server: RedisServer;
let count = 0;

describeRedis("the contract, in processes over a Redis", () => {
  beforeAll(async () => {
    server = await RedisServer.start("appendonly yes", "appendfsync always");
  });
  afterAll(() => server.close());

  testQueue(
    "bullmq",
    (options) => {
      const name = `processes-${++count}`;
      const connection = { port: server.port };
      const queue = bullmqQueue({ ...options, connection, name, pollMs: 20 });
      return { queue, processArguments: [String(server.port), name] };
    },
    {
      // The others have run without.
      test: (name, run) => name.includes(": processes: ") && test(name, run, 120_000),
      patienceMs: 60_000,
      processModule: new URL("process/serve-queue.ts", import.meta.url),
      execArguments: ["--import", new URL("process/resolve-sources.ts", import.meta.url).href],
    },
  );
});
