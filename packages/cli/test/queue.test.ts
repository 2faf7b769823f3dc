import { join } from "node:path";
import { DeadNow } from "@hooks/queue";
import { bullmqQueue } from "@hooks/queue-bullmq";
import { sqliteQueue } from "@hooks/queue-sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { describeRedis } from "../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../stores/redis/test/redis-server.ts";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
}, 120_000);
afterAll(() => cli.close());

const body = new TextEncoder().encode('{"hello":"\u001b[31mworld"}');

/** A queue in a file, in which so many jobs have died: those with even numbers in another lane. */
async function fileWithDead(name: string, count: number): Promise<string> {
  const path = join(cli.dir, `${name}.db`);
  const queue = sqliteQueue({ path, pollMs: 10 });
  for (let i = 0; i < count; i++) {
    const lane = i % 2 ? "ep_odd" : "ep_even";
    await queue.enqueue({ data: { i }, body }, { id: `evt_${i}.${lane}`, lane });
  }
  queue.process(() => new DeadNow({ code: "endpoint_disabled" }));
  await vi.waitFor(async () => expect((await queue.counts()).dead).toBe(count), {
    timeout: 20_000,
  });
  await queue.close();
  return path;
}

describe("hooks queue", () => {
  test("shows, pauses and resumes", async () => {
    const path = await fileWithDead("status", 3);
    const status = async () => {
      const { out, code } = await cli.run(["queue", "status", "--queue", path, "--json"]);
      expect(code).toBe(0);
      return JSON.parse(out);
    };
    expect(await status()).toMatchObject({ isPaused: false, dead: 3, waiting: 0, depth: 0 });
    expect((await cli.run(["queue", "pause", "--queue", path])).out).toBe("the queue is paused\n");
    expect(await status()).toMatchObject({ isPaused: true });
    const shown = await cli.run(["queue", "status"], { env: { HOOKS_QUEUE: path } });
    expect(shown.out).toMatch(/^paused\n {2}waiting +0\n/);
    const resumed = await cli.run(["queue", "resume", "--queue", path, "--json"]);
    expect(resumed.out).toBe('{"resumed":true}\n');
    expect(await status()).toMatchObject({ isPaused: false });
  });

  test("pauses one lane, for all processes", async () => {
    const path = await fileWithDead("lane", 2);
    await cli.run(["queue", "pause", "--queue", path, "--lane", "ep_odd"]);
    await cli.run(["dead", "retry", "--all", "--queue", path]);
    const queue = sqliteQueue({ path, pollMs: 10 });
    queue.process(() => {});
    await vi.waitFor(async () => expect((await queue.counts()).completed).toBe(1));
    expect((await queue.status("evt_1.ep_odd"))?.state).toBe("waiting");
    await cli.run(["queue", "resume", "--queue", path, "--lane", "ep_odd"]);
    await vi.waitFor(async () => expect((await queue.counts()).completed).toBe(2));
    await queue.close();
  });

  test("makes no queue where there is none", async () => {
    const missing = join(cli.dir, "missing.db");
    const { code, err } = await cli.run(["queue", "status", "--queue", missing]);
    expect([code, err]).toEqual([2, "hooks queue: there is no such file, and no queue in it\n"]);
    const nowhere = await cli.run(["queue", "status"]);
    expect([nowhere.code, nowhere.err]).toEqual([
      2,
      "hooks queue: --queue says where the queue is\n",
    ]);
    const path = await fileWithDead("verbs", 0);
    expect((await cli.run(["queue", "stop", "--queue", path])).code).toBe(2);
    expect((await cli.run(["queue", "status", "--lane", "a", "--queue", path])).code).toBe(2);
  });
});

describe("hooks dead", () => {
  test("lists what died, by lane and code, and no payload", async () => {
    const path = await fileWithDead("list", 5);
    const list = async (...args: string[]) => {
      const { out } = await cli.run(["dead", "list", "--queue", path, "--json", ...args]);
      return out.split("\n").flatMap((line) => (line ? [JSON.parse(line).id] : []));
    };
    expect((await list()).sort()).toEqual([
      "evt_0.ep_even",
      "evt_1.ep_odd",
      "evt_2.ep_even",
      "evt_3.ep_odd",
      "evt_4.ep_even",
    ]);
    expect((await list("--lane", "ep_odd")).sort()).toEqual(["evt_1.ep_odd", "evt_3.ep_odd"]);
    expect(await list("--code", "other")).toEqual([]);
    expect(await list("--since", "1h")).toHaveLength(5);
    expect(await list("--until", "1h")).toEqual([]);
    expect(await list("--limit", "2")).toHaveLength(2);
    const { out } = await cli.run(["dead", "list", "--queue", path]);
    expect(out).toMatch(/^evt_\d\.ep_\w+ {2}ep_\w+ {2}endpoint_disabled {2}1 {2}20\d\d-/);
    expect(out).toContain("5 dead\n");
    expect(out).not.toContain("hello");
  });

  test("shows one, its bytes only when asked, and nothing that steers a terminal", async () => {
    const path = await fileWithDead("show", 1);
    const show = (...args: string[]) =>
      cli.run(["dead", "show", "evt_0.ep_even", "--queue", path, ...args]);
    const plain = await show();
    expect(plain.out).toContain("failure   endpoint_disabled: endpoint_disabled\n");
    expect(plain.out).toContain(`body      ${body.length} bytes\n`);
    expect(plain.out).not.toContain("hello");
    const whole = await show("--body");
    expect(whole.out).toContain('{"hello":"\\u001b[31mworld"}');
    const { out } = await show("--body", "--json");
    expect(Buffer.from(JSON.parse(out).bodyBase64, "base64")).toEqual(Buffer.from(body));
    const unknown = await cli.run(["dead", "show", "evt_9.ep", "--queue", path]);
    expect([unknown.code, unknown.err]).toEqual([1, "no job of this id is known\n"]);
  });

  test("puts back by id and by what they have in common, after a dry run", async () => {
    const path = await fileWithDead("retry", 5);
    const retry = async (...args: string[]) => {
      const { out, code } = await cli.run(["dead", "retry", "--queue", path, "--json", ...args]);
      return { code, ...JSON.parse(out) };
    };
    const dry = await retry("--lane", "ep_even", "--dry-run");
    expect(dry).toEqual({ code: 0, retry: 3, of: 3, dryRun: true });
    expect(await retry("evt_1.ep_odd")).toMatchObject({ code: 0, retry: 1, of: 1 });
    expect(await retry("--lane", "ep_even")).toMatchObject({ code: 0, retry: 3, of: 3 });
    // It waits now.
    expect(await retry("evt_1.ep_odd")).toMatchObject({ code: 1, retry: 0, of: 1 });
    const { out } = await cli.run(["queue", "status", "--queue", path, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ waiting: 4, dead: 1 });
  });

  test("removes for good, and only what is dead", async () => {
    const path = await fileWithDead("remove", 3);
    await cli.run(["dead", "retry", "evt_0.ep_even", "--queue", path]);
    const alive = await cli.run(["dead", "remove", "evt_0.ep_even", "--queue", path]);
    expect([alive.code, alive.out]).toEqual([1, "0 of 1 removed\n"]);
    const dry = await cli.run(["dead", "remove", "--all", "--dry-run", "--queue", path]);
    expect(dry.out).toBe("2 of 2 would be removed\n");
    expect((await cli.run(["dead", "remove", "--all", "--queue", path])).out).toBe(
      "2 of 2 removed\n",
    );
    const { out } = await cli.run(["queue", "status", "--queue", path, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ waiting: 1, dead: 0 });
  });

  test("changes nothing unless it is said which", async () => {
    const path = await fileWithDead("which", 1);
    for (const args of [
      ["retry"],
      ["remove"],
      ["retry", "evt_0.ep_even", "--all"],
      ["list", "x"],
    ]) {
      expect((await cli.run(["dead", ...args, "--queue", path])).code).toBe(2);
    }
    const { out } = await cli.run(["queue", "status", "--queue", path, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ dead: 1 });
  });
});

describeRedis("a queue in Redis", () => {
  test("is looked after in the same way", async () => {
    const server = await RedisServer.start();
    const url = `redis://127.0.0.1:${server.port}`;
    const queue = bullmqQueue({ connection: { url } });
    try {
      await queue.enqueue({ data: 1 }, { id: "evt_1.ep_1", lane: "ep_1" });
      const worker = queue.process(() => new DeadNow({ code: "gone" }));
      await vi.waitFor(async () => expect((await queue.counts()).dead).toBe(1), {
        timeout: 10_000,
      });
      await worker.close();
      const listed = await cli.run(["dead", "list", "--queue", url]);
      expect([listed.code, listed.err]).toEqual([0, ""]);
      expect(listed.out).toMatch(/^evt_1\.ep_1 {2}ep_1 {2}gone {2}1 /);
      await cli.run(["queue", "pause", "--queue", url]);
      await cli.run(["dead", "retry", "evt_1.ep_1"], { env: { HOOKS_QUEUE: url } });
      expect(await queue.health()).toMatchObject({ isPaused: true, dead: 0, depth: 1 });
      const elsewhere = await cli.run(["queue", "status", "--name", "other", "--json"], {
        env: { HOOKS_QUEUE: url },
      });
      expect(JSON.parse(elsewhere.out)).toMatchObject({ isPaused: false, waiting: 0 });
    } finally {
      await queue.close();
      await server.close();
    }
  }, 60_000);
});
