/** Sends deliveries to a server whose work is done by others. It ends with 0 only when all went as expected. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cases, powerCut } from "./cases.ts";
import { type Sent, send } from "./send.ts";

const directory = mkdtempSync(join(tmpdir(), "hooks-example-"));
const secret = `whsec_${randomBytes(24).toString("hex")}`;
process.env["STRIPE_WEBHOOK_SECRET"] = secret;
process.env["QUEUE_FILE"] = join(directory, "jobs.db");
process.env["QUEUE_NAME"] = `example-${randomBytes(6).toString("hex")}`;
// After the environment says where.
const { clear, queue } = await import("./open-queue.ts");

const started: ChildProcess[] = [];
process.once("exit", () => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});
/** As long as all of it may take: then what waits throws. */
const soon = { signal: AbortSignal.timeout(90_000) };
const start = (program: string, env: Readonly<Record<string, string>> = {}): ChildProcess => {
  const child = fork(new URL(program, import.meta.url), { env: { ...process.env, ...env } });
  started.push(child);
  return child;
};
const show = (...[first, ...cells]: readonly (string | number)[]): void =>
  console.log(String(first).padEnd(16), ...cells.map((cell) => String(cell).padEnd(20)));

console.log(`A server, a queue and a worker: ${process.env["REDIS_URL"] ? "BullMQ" : "SQLite"}.\n`);
// To see it go wrong: the server then knows another secret than the sender.
const sabotage = process.env["SABOTAGE"] ? { STRIPE_WEBHOOK_SECRET: "whsec_sabotaged" } : undefined;
const [{ port }] = (await once(start("server.ts", sabotage), "message", soon)) as [
  { port: number },
];
const url = `http://localhost:${port}/webhooks/stripe`;

const sent: Sent[] = [await send(url, secret, powerCut)];
if (sent[0]?.answers.join() === "202") {
  await once(start("worker.ts", { POWER_CUT: "1" }), "exit", soon);
  console.log(`A worker began with ${powerCut.id} and died of it. The server goes on:`);
}
for (const one of cases) sent.push(await send(url, secret, one));
const { waiting } = await queue.counts();
console.log(`all is answered, and ${waiting} jobs wait. Another worker begins.\n`);
const worker = start("worker.ts");

const isOver = async (): Promise<boolean> => {
  const { waiting: ready, delayed, active } = await queue.counts();
  return ready + delayed + active === 0;
};
for (const endAt = Date.now() + 60_000; !(await isOver()) && Date.now() < endAt; ) await sleep(50);

show("event", "answer", "answered after", "handled after", "attempts", "state");
let wrong = 0;
for (const { one, answers, sentAtMs, answeredAtMs } of sent) {
  // What makes an event the same: its provider, the receiver's scope, its id.
  const job = await queue.status(`stripe:default:${one.id}`);
  const { attempts = 0, state = "no job", finishedAtMs } = job ?? {};
  const after = (atMs: number | undefined): string => (atMs ? `${atMs - sentAtMs} ms` : "-");
  const isExpected =
    answers.join() === one.answers.join() &&
    attempts === one.attempts &&
    state === one.state &&
    (job === undefined || answeredAtMs <= (finishedAtMs ?? 0));
  if (!isExpected) wrong++;
  const cells = [answers.join(", "), after(answeredAtMs), after(finishedAtMs), attempts, state];
  show(one.id, ...cells, isExpected ? "ok" : "NOT EXPECTED");
}

worker.kill("SIGTERM");
await once(worker, "exit", soon);
await queue.close();
await clear();
console.log(`\n${sent.length} events, ${wrong} not as expected`);
process.exit(wrong === 0 ? 0 : 1);
