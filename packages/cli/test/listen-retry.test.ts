import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripe } from "@hooks/providers/stripe";
import { createWebhookServer, deliver, signedDelivery, type WebhookServer } from "@hooks/testing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";
import { startListening } from "./start-listening.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());

const secret = "whsec_of_the_tests";
const servers: WebhookServer[] = [];
async function serve(script: string): Promise<WebhookServer> {
  const server = await createWebhookServer({ provider: stripe, secret, script });
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const listen = (...more: string[]) => startListening(cli, "stripe", secret, ...more);

test("listen --retry repeats what failed, and keeps what became of it", async () => {
  const target = await serve("500, reset, 200, 400");
  const { url, end } = await listen(
    "--forward-to",
    target.url,
    "--record",
    "retry.jsonl",
    "--retry",
    "3",
    "--json",
  );
  // It is taken, so that the sender does not send it again as well.
  const first = await deliver(url, await signedDelivery(stripe, { secret, id: "evt_1" }));
  expect([first.status, JSON.parse(first.text)]).toEqual([
    200,
    { received: true, eventId: "evt_1" },
  ]);
  await target.waitFor(3);
  // What the target does not want is not repeated.
  const second = await deliver(url, await signedDelivery(stripe, { secret, id: "evt_2" }));
  expect(second.status).toBe(400);
  const file = join(cli.dir, "retry.jsonl");
  await expect
    .poll(() => readFileSync(file, "utf8").trim().split("\n").length, { timeout: 5000 })
    .toBe(3);
  await end();
  expect(target.received().length).toBe(4);
  const same = target.received().slice(0, 3);
  expect(new Set(same.map(({ text }) => text)).size).toBe(1);
  const failed = await cli.run([
    "replay",
    "--file",
    "retry.jsonl",
    "--dry-run",
    "--json",
    "--status",
    "failed",
  ]);
  expect(failed.out.trim().split("\n").length).toBe(1);
});

test("listen --retry gives up what it waits for when it ends", async () => {
  const target = await serve("500");
  const more = ["--forward-to", target.url, "--record", "gone.jsonl", "--retry", "20"];
  const { url, end } = await listen(...more);
  await deliver(url, await signedDelivery(stripe, { secret }));
  await target.waitFor(2);
  const out = await end();
  expect(out).toContain("failed when it was forwarded again");
  expect(target.received().length).toBeLessThan(6);
});
