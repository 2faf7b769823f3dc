/** Answers that leave before their handlers have ended, in workers of workerd that are killed at every step. */
import { sign } from "@hooks/core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { bundle } from "../collector/bundle.ts";
import { type Served, startWorkerd } from "../collector/start-workerd.ts";
import { workerdPackage } from "../collector/workerd-package.ts";
import { provider, secret } from "../endpoint.ts";
import type { FirstReport } from "../hosts/serve-first.ts";
import { type ServedStore, type Stop, serveStore } from "./served-store.ts";

vi.setConfig({ testTimeout: 60_000 });

const patience = { timeout: 20_000 };
/** Longer than a lease of the receiver's. */
const leaseMs = 60_000;

let files: ReadonlyMap<string, string>;
let store: ServedStore;
let count = 0;
const workers: Served[] = [];

beforeAll(async () => {
  files = await bundle("hosts/serve-first.ts", { target: "workerd" });
  store = await serveStore();
});

afterAll(() => store?.close());

afterEach(async () => {
  for (const { close } of workers.splice(0)) await close();
});

async function startWorker(): Promise<Served> {
  const worker = await startWorkerd(workerdPackage().default, files, "without");
  workers.push(worker);
  return worker;
}

const nextId = (): string => `msg_${++count}`;

async function send({ url }: Served, path: string, id: string): Promise<Response> {
  const { headers, body } = await sign(provider, { secret, id, body: '{"type":"paid"}' });
  return fetch(url + path, { method: "POST", headers: headers as never, body: body as never });
}

/** What the worker says, and when it is named, an event whose handler is let go. */
async function ask({ url }: Served, release = ""): Promise<FirstReport> {
  return (await fetch(`${url}/report?release=${release}`)).json() as Promise<FirstReport>;
}

const outcomesOf = async (worker: Served, id: string) =>
  (await ask(worker)).outcomes
    .filter((outcome) => outcome.id === id)
    .map(({ kind, answeredFirst }) => [kind, answeredFirst]);

test.each([
  ["its ctx", "/context"],
  ["its env and ctx, as they come", "/all"],
  ["Hono", "/hono"],
])(
  "a worker with %s answers while its handler runs, and the handler runs to its end",
  async (_, path) => {
    const worker = await startWorker();
    const id = nextId();
    const answer = await send(worker, path, id);
    expect([answer.status, await answer.json()]).toEqual([202, { received: true, eventId: id }]);
    await expect.poll(async () => (await ask(worker)).began, patience).toEqual([id]);
    expect((await send(worker, path, id)).status).toBe(409);
    expect((await ask(worker)).ended).toEqual([]);
    expect((await ask(worker, id)).began).toEqual([id]);
    await expect
      .poll(() => outcomesOf(worker, id), patience)
      .toEqual([
        ["answered", true],
        ["refused", false],
        ["processed", true],
      ]);
    expect((await ask(worker)).ended).toEqual([id]);
    const again = await send(worker, path, id);
    expect([again.status, again.headers.get("webhook-duplicate")]).toEqual([202, "true"]);
  },
);

test("a worker without a ctx, which would be stopped by its answer, answers when the handler has ended", async () => {
  const worker = await startWorker();
  const id = nextId();
  let status = 0;
  const answer = send(worker, "/none", id).then((one) => {
    status = one.status;
  });
  await expect.poll(async () => (await ask(worker)).began, patience).toEqual([id]);
  await expect.poll(() => send(worker, "/none", id).then((one) => one.status)).toBe(409);
  expect(status).toBe(0);
  await ask(worker, id);
  await answer;
  expect(status).toBe(200);
  expect(await outcomesOf(worker, id)).toContainEqual(["processed", false]);
});

describe("a worker that is killed", () => {
  const path = (): string => `/context?store=${encodeURIComponent(store.url)}`;

  test.each<[string, Stop, number]>([
    ["before it has claimed", "before", 202],
    ["after it has claimed, and before its answer", "after", 409],
  ])("%s: there is no answer, and the provider's next try runs", async (_, stop, nextStatus) => {
    const id = nextId();
    const killed = await startWorker();
    const before = store.stopped();
    store.stopClaims(stop);
    const answer = send(killed, path(), id).then(
      (one) => one.status,
      () => "none",
    );
    await vi.waitUntil(() => store.stopped() > before, patience);
    await killed.close();
    expect(await answer).toBe("none");
    store.stopClaims(undefined);
    const next = await startWorker();
    const answers = [(await send(next, path(), id)).status];
    store.pass(leaseMs);
    if (nextStatus === 409) answers.push((await send(next, path(), id)).status);
    expect(answers).toEqual([...new Set([nextStatus, 202])]);
    await expect.poll(async () => (await ask(next)).began, patience).toEqual([id]);
    await ask(next, id);
    await expect.poll(async () => (await ask(next)).ended, patience).toEqual([id]);
  });

  test("after its answer: the event is lost, until somebody sends it again", async () => {
    const id = nextId();
    const killed = await startWorker();
    expect((await send(killed, path(), id)).status).toBe(202);
    await expect.poll(async () => (await ask(killed)).began, patience).toEqual([id]);
    expect(await outcomesOf(killed, id)).toEqual([["answered", true]]);
    await killed.close();
    const next = await startWorker();
    const early = await send(next, path(), id);
    expect([early.status, Number(early.headers.get("retry-after"))]).toEqual([409, 30]);
    store.pass(leaseMs);
    expect((await send(next, path(), id)).status).toBe(202);
    await ask(next, id);
    await expect.poll(() => outcomesOf(next, id), patience).toContainEqual(["processed", true]);
  });
});
