import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Agent } from "undici";
import { expect, onTestFinished, test, vi } from "vitest";
import { deadlinePassed, Exchanges, signalAborted } from "../src/exchanges.ts";
import { rawServer } from "./raw-server.ts";

vi.setConfig({ testTimeout: 60_000 });

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
const deadlineMs = 400;

type Run = (signal?: AbortSignal) => Promise<{ readonly fault: unknown; readonly tookMs: number }>;

/** Sends to a server that answers, or does not; tells how each ended, and how long it took. */
async function sampleExchanges(answer = ""): Promise<{ exchanges: Exchanges; run: Run }> {
  const server = await rawServer((socket) => void (answer && socket.write(answer)));
  const exchanges = new Exchanges({ deadlineMs, maxReplyBytes: 100 });
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const request = { origin: server.url.replace(/\/$/, ""), path: "/", method: "POST" } as const;
  const run: Run = async (signal) => {
    const startMs = performance.now();
    const { fault } = await exchanges.run(agent, { ...request, headers: [] }, signal);
    return { fault, tookMs: performance.now() - startMs };
  };
  return { exchanges, run };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test("each has all of its time, whatever began before it", async () => {
  const { run } = await sampleExchanges();
  const running = [run()];
  for (let i = 0; i < 3; i++) {
    await sleep(deadlineMs / 4);
    running.push(run());
  }
  for (const { fault, tookMs } of await Promise.all(running)) {
    expect(fault).toBe(deadlinePassed);
    expect(tookMs).toBeGreaterThanOrEqual(deadlineMs);
  }
});

test("what begins after others have ended is ended in its time as well", async () => {
  const answering = await sampleExchanges(ok);
  expect((await answering.run()).fault).toBeUndefined();
  const { exchanges, run } = await sampleExchanges();
  const signal = AbortSignal.timeout(deadlineMs / 2);
  expect((await run(signal)).fault).toBe(signalAborted);
  // The timer of the one before is still there, and comes too early for these.
  for (const one of await Promise.all([run(), run()])) {
    expect(one.fault).toBe(deadlinePassed);
    expect(one.tookMs).toBeGreaterThanOrEqual(deadlineMs);
  }
  await sleep(deadlineMs * 1.5);
  expect((await run()).fault).toBe(deadlinePassed);
  exchanges.stop();
});

test("a stop ends all that are under way, and whatever comes", async () => {
  const { exchanges, run } = await sampleExchanges();
  const running = Array.from({ length: 20 }, () => run());
  exchanges.stop();
  running.push(run());
  for (const { fault } of await Promise.all(running)) expect(fault).toBe(signalAborted);
});

/** What a process says whose exchanges are answered or not, one after the other; it ends by itself. */
async function processOf(longest: number, ...kinds: readonly string[]): Promise<string> {
  const script = join(import.meta.dirname, "deadline-process.ts");
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [script, `${longest}`, ...kinds], {
    timeout: 50_000,
  });
  return stdout.trim().replaceAll("\n", " ");
}

test("a process lives as long as something is under way, and no longer", async () => {
  expect(await processOf(600_000, "answered", "answered")).toBe("ended ended");
  expect(await processOf(300, "never", "answered", "never")).toBe("late ended late");
  expect(await processOf(300, "answered", "never")).toBe("ended late");
});
