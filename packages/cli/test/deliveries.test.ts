import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chargebee } from "@hooks/providers/chargebee";
import { gitlab } from "@hooks/providers/gitlab";
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

const servers: WebhookServer[] = [];
async function serve(script = "200"): Promise<WebhookServer> {
  const server = await createWebhookServer({ provider: stripe, secret, script });
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const secret = "whsec_of_the_tests";
const env = { STRIPE_WEBHOOK_SECRET: secret };
const trigger = (url: string, ...more: string[]) =>
  cli.run(["trigger", "stripe", "invoice.paid", "--url", url, ...more], { env });

test("trigger sends what is accepted", async () => {
  const server = await serve();
  const more = [
    "--set",
    "data.n=5",
    "--set",
    "data.list.0=x",
    "--header",
    "X-One: 1",
    "--id",
    "evt_1",
  ];
  const { code, out, err } = await trigger(`${server.url}/a`, ...more);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(
    /^POST http:\/\/127\.0\.0\.1:\d+\/a {2}stripe invoice\.paid\n200 in \d+ ms\n$/,
  );
  const [received] = server.received();
  expect(received?.verified).toMatchObject({ id: "evt_1", type: "invoice.paid" });
  // What was set stands in the sample of an invoice.
  expect(JSON.parse(received?.text ?? "")).toMatchObject({
    data: { n: 5, list: ["x"], object: { object: "invoice", status: "paid" } },
    id: "evt_1",
    type: "invoice.paid",
  });
  expect(received?.headers["x-one"]).toEqual(["1"]);
});

test("trigger sends samples, each under an id of its own, also where values are set", async () => {
  const server = await serve();
  await trigger(server.url, "--count", "2", "--set", "data.object.amount_paid=1");
  await cli.run(["trigger", "stripe", "--url", server.url], { env });
  const bodies = server.received().map(({ text }) => JSON.parse(text));
  expect(bodies.map(({ data }) => data.object.amount_paid)).toEqual([1, 1, undefined]);
  expect(bodies[2].type).toBe("payment_intent.succeeded");
  expect(new Set(bodies.map(({ id }) => id)).size).toBe(3);
  expect(server.duplicates()).toBe(0);
});

test("trigger sends a body as it is", async () => {
  const server = await serve();
  writeFileSync(join(cli.dir, "body.json"), '{ "id" : "evt_2" }\n');
  await cli.run(["trigger", "stripe", "--url", server.url, "--data", "@body.json"], { env });
  expect(server.received()[0]?.text).toBe('{ "id" : "evt_2" }\n');
});

test.each([
  ["--tamper", "signature_mismatch"],
  ["--stale", "timestamp_too_old"],
  ["--unsigned", "signature_missing"],
  ["--wrong-secret", "signature_mismatch"],
  ["--reserialized", "signature_mismatch"],
])("trigger %s is refused, and the exit code says so", async (option, code) => {
  const server = await serve();
  const ran = await trigger(server.url, option, "--json");
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.out)).toMatchObject({ status: 401, answer: `{"error":"${code}"}` });
  expect(server.received()[0]?.error).toBe(code);
});

test("trigger sends many, twice each, no faster than it may", async () => {
  const server = await serve("200x5, 500");
  const { code, out } = await trigger(server.url, "--count", "3", "--duplicate", "--rate", "20/s");
  expect(code).toBe(1);
  expect(out.trim().split("\n").at(-1)).toBe("6 sent: 5 × 200, 1 × 500");
  const received = server.received();
  const ids = received.map(({ verified }) => verified?.id);
  expect([ids[0], ids[2], ids[4]]).toEqual([ids[1], ids[3], ids[5]]);
  expect(new Set(ids).size).toBe(3);
  expect((received[5]?.receivedAt ?? 0) - (received[0]?.receivedAt ?? 0)).toBeGreaterThan(200);
});

test("trigger fails where nobody answers, and what answers can't steer the terminal", async () => {
  const server = await serve("timeout");
  const late = await trigger(server.url, "--timeout", "1", "--json");
  expect([late.code, JSON.parse(late.out)["error"]]).toEqual([1, "no answer within 1000 ms"]);
  await server.close();
  const gone = await trigger(server.url);
  expect([gone.code, gone.out]).toEqual([1, expect.stringContaining("ECONNREFUSED in ")]);
});

const listen = (...more: string[]) => startListening(cli, "stripe", secret, ...more);

test("listen forwards the same bytes, refuses what is forged, and keeps both; replay sends again", async () => {
  const target = await serve("500, 200");
  const { url, end } = await listen("--forward-to", `${target.url}/in`, "--record", "a/seen.jsonl");
  const payload = '{ "id":"evt_1",  "type":"invoice.paid", "text":"\\u001b[31m größe" }';
  const options = {
    secret,
    payload,
    headers: { "x-evil": "\u001b]0;x".replace("\u001b", "\u009b") },
  };
  const genuine = await signedDelivery(stripe, options);
  expect((await deliver(`${url}/in?a=1`, genuine)).status).toBe(500);
  const forged = await deliver(url, await signedDelivery(stripe, { ...options, tamper: true }));
  expect([forged.status, forged.text]).toEqual([401, '{"error":"signature_mismatch"}']);
  const out = await end();
  expect(target.received().map(({ text, error }) => [text, error])).toEqual([[payload, undefined]]);
  expect(out).toContain("failed (500)  POST");
  expect(out).toContain("refused (signature_mismatch)  POST");
  expect(out).toContain("type invoice.paid, id evt_1");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be there.
  expect(out).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
  expect(out).not.toContain(secret);
  const file = join(cli.dir, "a/seen.jsonl");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).not.toContain(secret);

  const replay = (...more: string[]) =>
    cli.run(["replay", "--file", "a/seen.jsonl", ...more], { env });
  const dry = await replay("--status", "failed", "--dry-run", "--json");
  expect(JSON.parse(dry.out)).toMatchObject({
    sent: false,
    url: `${target.url}/in`,
    type: "invoice.paid",
  });
  expect(target.received().length).toBe(1);
  const sent = await replay("--status", "failed");
  expect([sent.code, sent.out]).toEqual([
    0,
    expect.stringContaining("1 of the recorded deliveries, 0 failed"),
  ]);
  expect(target.received().map(({ text }) => text)).toEqual([payload, payload]);
  expect(target.received()[1]?.headers["stripe-signature"]).toEqual(
    target.received()[0]?.headers["stripe-signature"],
  );
  // It has not failed any more.
  expect((await replay("--status", "failed")).out).toContain("0 of the recorded");
  expect((await replay("--since", "1h", "--status", "refused", "--json")).code).toBe(1);
  expect(target.received()[2]?.error).toBe("signature_mismatch");
  const earlier = readFileSync(file, "utf8").replaceAll(
    /"receivedAt":(\d+)/g,
    (_, ms: string) => `"receivedAt":${Number(ms) - 7_200_000}`,
  );
  writeFileSync(file, earlier);
  expect((await replay("--since", "1h", "--dry-run")).out).toBe(
    "0 of the recorded deliveries, 0 failed\n",
  );
  expect((await replay("--since", "3h", "--dry-run")).out).toContain("2 of the recorded");
});

test("replay signs anew what is too old, under the same id, and only what was named", async () => {
  const target = await serve();
  const { url, end } = await listen("--record", "old.jsonl");
  const old = await signedDelivery(stripe, { secret, id: "evt_7", type: "a.b", stale: true });
  expect((await deliver(url, old)).text).toBe('{"error":"timestamp_too_old"}');
  await deliver(url, await signedDelivery(stripe, { secret, id: "evt_8", tamper: true }));
  await end();
  const file = join(cli.dir, "old.jsonl");
  const { id } = JSON.parse(readFileSync(file, "utf8").split("\n")[0] ?? "") as { id: string };
  const replay = (...more: string[]) =>
    cli.run(["replay", "--file", "old.jsonl", id, ...more], { env });
  expect((await replay()).err).toContain("--url says where to send");
  expect((await replay("--url", target.url)).code).toBe(1);
  expect((await replay("--url", target.url, "--resign")).code).toBe(0);
  expect(target.received().map(({ error, verified }) => error ?? verified?.id)).toEqual([
    "timestamp_too_old",
    "evt_7",
  ]);
  const all = ["replay", "--file", "old.jsonl", "--url", target.url, "--resign"];
  const forged = await cli.run(all, { env });
  expect([forged.code, forged.out]).toEqual([2, ""]);
  expect(forged.err).toContain("was refused with signature_mismatch, so it is not signed anew");
  expect(target.received().length).toBe(2);
  expect((await replay("nothing", "--url", target.url)).code).toBe(2);
  expect((await replay("--url", "http://192.0.2.1/")).err).toContain("another machine");
});

test("listen says at once that the secret is wrong, and answers 502 for a target that is away", async () => {
  const wrong = await cli.run(["listen", "stripe", "--port", "0", "--secret", "sk_live_1234567"]);
  expect([wrong.code, wrong.out]).toEqual([1, ""]);
  expect(wrong.err).toContain("an API key, not a signing secret");
  expect(wrong.err).not.toContain("sk_live_1234567");
  const target = await serve();
  await target.close();
  const { url, end } = await listen("--forward-to", target.url, "--record", "away.jsonl", "--json");
  const reply = await deliver(url, await signedDelivery(stripe, { secret }));
  expect([reply.status, reply.text]).toEqual([502, '{"error":"forward_failed"}']);
  expect(JSON.parse(await end())).toMatchObject({
    status: "failed",
    why: "ECONNREFUSED",
    answered: 502,
  });
});

test.each([
  ["gitlab", gitlab, "a+token/of=gitlab", "x-gitlab-token"],
  ["chargebee", chargebee, "user:a password", "authorization"],
] as const)("what %s sends along as its secret is not shown", async (id, provider, own, header) => {
  const target = await createWebhookServer({ provider, secret: own });
  servers.push(target);
  for (const more of [[], ["--json"]]) {
    const { url, end } = await startListening(
      cli,
      id,
      own,
      "--record",
      `${id}.jsonl`,
      "--forward-to",
      target.url,
      ...more,
    );
    const payload = { text: own };
    const delivery = await signedDelivery(provider, { secret: own, payload });
    const reply = await deliver(`${url}/?a=${encodeURIComponent(own)}`, delivery);
    expect(reply.status).toBe(200);
    const out = await end();
    expect(out).toContain(header);
    for (const form of [own, encodeURIComponent(own), Buffer.from(own).toString("base64")]) {
      expect(out).not.toContain(form);
    }
    if (more.length > 0) {
      const { bodyBase64 } = JSON.parse(out) as { bodyBase64: string };
      expect(JSON.parse(Buffer.from(bodyBase64, "base64").toString())).toMatchObject({
        text: "[secret]",
      });
    }
  }
  expect(target.received().map(({ error }) => error)).toEqual([undefined, undefined]);
});
