import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test, vi } from "vitest";

// It starts processes, which takes its time while other tests do too.
vi.setConfig({ testTimeout: 60_000 });

const run = fileURLToPath(new URL("../run.ts", import.meta.url));
const started = new Set<ChildProcess>();

afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  started.clear();
});

/** Runs the example on the built packages, and collects what it prints. */
function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [run, ...args], {
    env: { ...process.env, NO_COLOR: "1", PORT: "0", ...env },
  });
  started.add(child);
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  return { child, output: () => text };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !isTrue(); i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(isTrue()).toBe(true);
}

test("--once: every provider answers each kind of delivery as expected", async () => {
  const { child, output } = start(["--once"]);
  const [code] = await once(child, "close");
  const rows = output()
    .split("\n")
    .filter((line) => line.endsWith(" ok"));
  const ids = new Set(rows.map((row) => row.split(" ")[0]));
  expect({ code, ids: ids.size }).toEqual({ code: 0, ids: 10 });
  expect(output()).toContain(`\n${rows.length} lines, 0 not as expected`);
  for (const sent of ["accepted", "duplicate", "tampered", "stale", "unsigned"]) {
    expect(rows.filter((row) => row.slice(25).startsWith(sent))).toHaveLength(rows.length / 5);
  }
});

test("an answer that is not the expected one ends it with 1", async () => {
  const { child, output } = start(["--once"], { SABOTAGE_SECRET_OF: "github" });
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  expect(output()).toMatch(/github +accepted +401 +signature_mismatch +NOT EXPECTED/);
});

test("without --once it goes on, on a free port, and its curl line works", async () => {
  const taken = createServer().listen(0, "localhost");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  const { child, output } = start([], { PORT: String(port) });
  await until(() => /^curl .*\n/m.test(output()));
  const command = /^curl .*$/m.exec(output())?.[0] ?? "";
  expect(command).not.toContain(`:${port}/`);
  const { stdout } = await promisify(execFile)("bash", ["-c", command]);
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(stdout).toContain('"received":true');
  expect(stdout).not.toContain("webhook-duplicate");
  const again = await promisify(execFile)("bash", ["-c", command]);
  expect(again.stdout).toMatch(/^webhook-duplicate: true/m);
  await until(() => output().includes("github processed ping"));
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([143, null]);
  const url = /http:\/\/localhost:\d+/.exec(command)?.[0] ?? "";
  await expect(fetch(url)).rejects.toThrow();
  taken.close();
});

test("however it ends, it leaves no server behind", async () => {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    const { child, output } = start([]);
    await until(() => /^curl .*\n/m.test(output()));
    const url = /http:\/\/localhost:\d+/.exec(output())?.[0] ?? "";
    expect((await fetch(`${url}/handled`)).status).toBe(200);
    child.kill(signal);
    await once(child, "close");
    const answer = () =>
      fetch(url).then(
        () => `up after ${signal}`,
        () => "down",
      );
    await expect.poll(answer, { timeout: 10_000 }).toBe("down");
  }
});

test("nothing is coloured where nobody sees it", async () => {
  const { child, output } = start(["--once"], { NO_COLOR: "" });
  await once(child, "close");
  expect(output()).toContain(" ok\n");
  expect(output()).not.toContain("\u001b");
});
