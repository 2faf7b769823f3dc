import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { describeRedis } from "../../../packages/stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../packages/stores/redis/test/redis-server.ts";

const patienceMs = 120_000;
const program = fileURLToPath(new URL("../run.ts", import.meta.url));

/** Runs the example on the built packages. */
const run = (env: Readonly<Record<string, string>>) =>
  new Promise<{ readonly code: unknown; readonly output: string }>((resolve) => {
    const options = { env: { ...process.env, REDIS_URL: "", ...env }, timeout: patienceMs - 5000 };
    execFile(process.execPath, [program], options, (error, output, warnings) =>
      resolve({ code: error ? error.code : 0, output: output + warnings }),
    );
  });

function expectAllToBeThere({ code, output }: Awaited<ReturnType<typeof run>>): void {
  const took = String.raw` +\d+ ms`;
  for (const [id, answers, times, attempts, state] of [
    ["evt_power_cut", "202", took + took, 2, "completed"],
    ["evt_slow", "202", took + took, 1, "completed"],
    ["evt_twice", "202, 202 duplicate", took + took, 1, "completed"],
    ["evt_bank_away", "202", took + took, 3, "completed"],
    ["evt_unknown", "202", took + took, 3, "dead"],
    ["evt_forged", "401", `${took} +-`, 0, "no job"],
  ]) {
    const line = `^${id} +${answers}${times} +${attempts} +${state} +ok`;
    expect(output).toMatch(new RegExp(line, "m"));
  }
  expect(output).toContain("all is answered, and 4 jobs wait");
  expect(output).toContain("6 events, 0 not as expected");
  expect(code).toBe(0);
}

test(
  "on SQLite every event is handled or kept, though a worker dies",
  async () => {
    expectAllToBeThere(await run({}));
  },
  patienceMs,
);

describeRedis("on BullMQ", () => {
  test(
    "the same, and nothing is left in Redis",
    async () => {
      const redis = await RedisServer.start();
      try {
        expectAllToBeThere(await run({ REDIS_URL: redis.url }));
        expect(await redis.ask("DBSIZE")).toBe(":0\r\n");
      } finally {
        await redis.close();
      }
    },
    patienceMs,
  );
});

test(
  "with another secret nothing is taken, and it ends with 1",
  async () => {
    const { code, output } = await run({ SABOTAGE: "1" });
    expect(output).toMatch(/^evt_slow +401 .*NOT EXPECTED/m);
    expect(output).toContain("6 events, 5 not as expected");
    expect(code).toBe(1);
  },
  patienceMs,
);
