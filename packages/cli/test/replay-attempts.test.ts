import { join } from "node:path";
import { createDispatcher } from "@hooks/dispatcher";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { sqliteQueue } from "@hooks/queue-sqlite";
import { createSender } from "@hooks/sender";
import { sqliteAttemptsStore } from "@hooks/sender/sqlite";
import { createWebhookServer } from "@hooks/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
}, 120_000);
afterAll(() => cli.close());

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

test("what a dispatcher has failed to deliver is counted, enqueued and delivered", async () => {
  const server = await createWebhookServer({
    provider: standardWebhooks,
    secret,
    script: "500x2, 200",
  });
  const [attemptsPath, queuePath] = [join(cli.dir, "attempts.db"), join(cli.dir, "jobs.db")];
  const attempts = sqliteAttemptsStore({ file: attemptsPath });
  const sender = createSender({
    attempts,
    allowHttp: true,
    schedule: [0],
    guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => {} },
  });
  const queue = sqliteQueue({ path: queuePath, pollMs: 20 });
  const endpoints = [{ id: "ep_1", url: server.url, secrets: [{ label: "1", value: secret }] }];
  const dispatcher = createDispatcher({ sender, queue, attempts, endpoints });
  dispatcher.start();
  try {
    for (let i = 0; i < 3; i++) {
      await dispatcher.publish({ id: `evt_${i}`, type: "a.b", data: { i } });
      await server.waitFor(i + 1, 10_000);
    }
    const settled = async () => {
      const { completed, dead } = await queue.counts();
      return [completed, dead];
    };
    await vi.waitFor(async () => expect(await settled()).toEqual([1, 2]), { timeout: 10_000 });

    const replay = (...args: string[]) =>
      cli.run(["replay", "--attempts", attemptsPath, "--queue", queuePath, ...args]);
    const failed = ["--status", "failed", "--endpoint", "ep_1", "--since", "1h"];
    const dry = await replay(...failed, "--dry-run", "--json");
    expect(JSON.parse(dry.out)).toMatchObject({ total: 2, enqueued: 2, dryRun: true });
    expect((await replay("--type", "other", "--dry-run")).out).toBe("0 of 0 would be enqueued\n");
    expect(server.received()).toHaveLength(3);

    const done = await replay(...failed, "--rate", "100/s", "--id", "outage");
    expect([done.code, done.err]).toEqual([0, ""]);
    expect(done.out).toBe("2 deliveries match\n2 of 2 are enqueued, as replay outage\n");
    const received = await server.waitFor(5, 10_000);
    const ids = received.slice(3).map(({ verified }) => verified?.id);
    expect(ids.sort()).toEqual(["evt_0", "evt_1"]);
    await vi.waitFor(async () => expect(await settled()).toEqual([3, 2]), { timeout: 10_000 });
    expect((await replay(...failed)).out).toContain("0 of 0 are enqueued");
  } finally {
    await dispatcher.close();
    await sender.close();
    await queue.close();
    await server.close();
    attempts.close();
  }
}, 60_000);

test("no file is made where there is none, and other ways to choose are refused", async () => {
  const missing = join(cli.dir, "missing.db");
  for (const args of [
    ["--attempts", missing, "--queue", missing],
    ["--attempts", join(cli.dir, "attempts.db"), "--queue", missing],
    [
      "--attempts",
      join(cli.dir, "attempts.db"),
      "--status",
      "refused",
      "--queue",
      join(cli.dir, "jobs.db"),
    ],
    ["some-id", "--attempts", join(cli.dir, "attempts.db")],
  ]) {
    const { code, err } = await cli.run(["replay", ...args]);
    expect([code, err.startsWith("hooks replay: ")]).toEqual([2, true]);
  }
});
