import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

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

async function startRedis(): Promise<{ url: string; process: ChildProcess; dir: string }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  await once(probe.close(), "close");
  const dir = mkdtempSync(join(tmpdir(), "hooks-redis-"));
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", ""];
  const child = spawn("redis-server", args, { stdio: "ignore" });
  for (let tries = 0; tries < 500; tries++) {
    const socket = connect(port, "127.0.0.1");
    const [answer] = await Promise.race([
      once(socket, "connect").then(() => ["up"]),
      once(socket, "error").catch(() => ["down"]),
    ]).catch(() => ["down"]);
    socket.destroy();
    if (answer === "up") break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { url: `redis://127.0.0.1:${port}`, process: child, dir };
}

test("on SQLite: nothing is lost over a restart, and nothing sent twice", async () => {
  expectAllToBeThere(await start({ REDIS_URL: "" }));
}, 120_000);

const hasRedis = !spawnSync("redis-server", ["--version"]).error;

test.skipIf(!hasRedis && !process.env["CI"])(
  "on BullMQ: the same",
  async () => {
    const redis = await startRedis();
    try {
      expectAllToBeThere(await start({ REDIS_URL: redis.url }));
    } finally {
      redis.process.kill("SIGKILL");
      await once(redis.process, "exit");
      rmSync(redis.dir, { recursive: true, force: true });
    }
  },
  120_000,
);

test("a receiver that knows another secret gets nothing, and the example ends with 1", async () => {
  const { code, output } = await start({ REDIS_URL: "", SABOTAGE: "billing" });
  expect(output).toMatch(/billing +\d+ +0 +status_refused/);
  expect(output).toContain("NOT AS EXPECTED");
  expect(code).toBe(1);
}, 120_000);
