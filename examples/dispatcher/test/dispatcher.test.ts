import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeRedis } from "../../../packages/stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../packages/stores/redis/test/redis-server.ts";

const run = fileURLToPath(new URL("../run.ts", import.meta.url));

/** Runs the example on the built packages. */
const start = (env: Readonly<Record<string, string>>) =>
  new Promise<{ readonly code: unknown; readonly output: string }>((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: 90_000 };
    execFile(process.execPath, [run], options, (error, output, warnings) =>
      resolve({ code: error ? error.code : 0, output: output + warnings }),
    );
  });

function expectAllToBeThere({ code, output }: Awaited<ReturnType<typeof start>>): void {
  expect(output).toContain("16 jobs wait");
  expect(output).toMatch(/evt_order_4 +0 +4/);
  expect(output).toMatch(/flaky +7 +5 +delivered/);
  expect(output).toMatch(/ledger +6 +5 +delivered/);
  expect(output).toMatch(/gone +\d +0 +gone/);
  expect(output).toContain("The ledger has booked 1, 2, 3, 4, 5.");
  expect(output).toContain("15 jobs are completed, 5 dead: kept for gone.");
  expect(output).toContain("As expected.");
  expect(code).toBe(0);
}

test("on SQLite: nothing is lost over a restart, and nothing sent twice", async () => {
  expectAllToBeThere(await start({ REDIS_URL: "" }));
}, 120_000);

describeRedis("on BullMQ", () => {
  test("the same, and nothing is left in Redis", async () => {
    const redis = await RedisServer.start();
    try {
      expectAllToBeThere(await start({ REDIS_URL: redis.url }));
      expect(await redis.ask("DBSIZE")).toBe(":0\r\n");
    } finally {
      await redis.close();
    }
  }, 120_000);
});

test("a receiver that knows another secret gets nothing, and the example ends with 1", async () => {
  const { code, output } = await start({ REDIS_URL: "", SABOTAGE: "billing" });
  expect(output).toMatch(/billing +\d+ +0 +status_refused/);
  expect(output).toContain("NOT AS EXPECTED");
  expect(code).toBe(1);
}, 120_000);
