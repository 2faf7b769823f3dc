import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const script = (name: string): string => join(import.meta.dirname, name);

test("servers that hang, drip, reset, lie, never end or send bombs leave nothing in memory", async () => {
  const [rounds, turns, attempts] = [5, 1, 108];
  const child = fork(script("hostile-process.ts"), [rounds, turns, attempts].map(String), {
    execArgv: ["--expose-gc", "--import", script("resolve-sources.ts")],
  });
  const exited = once(child, "exit");
  const [told] = await Promise.race([
    once(child, "message"),
    exited.then(([code]) => expect.fail(`it ended with ${code}`)),
  ]);
  const { memory, codes } = told as { memory: number[]; codes: Record<string, number> };
  await exited;
  const all = Object.values(codes).reduce((sum, one) => sum + one, 0);
  expect(all).toBe(rounds * turns * attempts);
  // Each kind of server was there, and ended as it has to.
  for (const code of ["timeout", "connection_reset", "reply_too_large", "delivered"]) {
    expect(codes[code], code).toBeGreaterThan(0);
  }
  // What is made once is there after the third round; a reply that stayed would be 16 KB and more for each attempt.
  const [, , third = Number.NaN] = memory;
  expect(Math.max(...memory.slice(3)) - third).toBeLessThan(2);
});
