import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const script = (name: string): string => join(import.meta.dirname, name);

test("servers that hang, drip, reset, lie, never end or send bombs leave nothing in memory", async () => {
  const [rounds, attempts] = [6, 60];
  const child = fork(script("hostile-process.ts"), [rounds, attempts].map(String), {
    execArgv: ["--expose-gc", "--import", script("resolve-sources.ts")],
  });
  const exited = once(child, "exit");
  const [told] = await Promise.race([
    once(child, "message"),
    exited.then(([code]) => expect.fail(`it ended with ${code}`)),
  ]);
  const { memory, codes } = told as { memory: number[]; codes: Record<string, number> };
  await exited;
  const sixth = (rounds * attempts) / 6;
  expect(codes).toEqual({
    timeout: rounds * attempts,
    connection_reset: 2 * sixth,
    reply_too_large: sixth,
    // What is too much is cut.
    delivered: 3 * sixth,
  });
  // What is made once is there after the third round; replies that stayed would be 1 MB in each.
  const [, , third = Number.NaN] = memory;
  expect(Math.max(...memory.slice(3)) - third).toBeLessThan(1.5);
});
