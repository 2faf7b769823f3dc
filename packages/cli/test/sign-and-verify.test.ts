import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { providers } from "@hooks/providers/all";
import { createWebhookServer } from "@hooks/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());

const secret = "whsec_of_the_tests";
const env = { STRIPE_WEBHOOK_SECRET: secret };

test("what is signed as a request is verified, and what is changed is not", async () => {
  const signed = await cli.run(
    ["sign", "stripe", "invoice.paid", "--id", "evt_1", "--format", "http"],
    { env },
  );
  expect([signed.code, signed.err]).toEqual([0, ""]);
  const file = join(cli.dir, "request.http");
  writeFileSync(file, signed.out);
  const accepted = await cli.run(["verify", "stripe", "--request", "request.http"], { env });
  expect(accepted.code).toBe(0);
  expect(accepted.out).toMatch(
    /^accepted\n {2}id {8}evt_1\n {2}type {6}invoice\.paid\n {2}timestamp \d{4}-/,
  );
  // As captures have it.
  const [head = "", body = ""] = signed.out.split("\n\n");
  const crlf = `${head.replaceAll("\n", "\r\n")}\r\n\r\n${body}`;
  const piped = await cli.run(["verify", "stripe", "--request", "-", "--json"], {
    env,
    input: crlf,
  });
  expect(JSON.parse(piped.out)).toMatchObject({
    accepted: true,
    id: "evt_1",
    type: "invoice.paid",
  });
  const changed = await cli.run(["verify", "stripe", "--request", "-"], {
    env,
    input: `${signed.out}\n`,
  });
  expect([changed.code, changed.out.split("\n")[0]]).toEqual([1, "refused  signature_mismatch"]);
  const other = await cli.run([
    "verify",
    "stripe",
    "--request",
    file,
    "--secret",
    "another one",
    "--json",
  ]);
  expect([other.code, JSON.parse(other.out)]).toEqual([
    1,
    expect.objectContaining({ accepted: false, code: "signature_mismatch" }),
  ]);
});

test("the time is the one that is named, on both sides", async () => {
  const at = ["--timestamp", "2024-02-29T12:00:00Z"];
  const { out } = await cli.run(["sign", "stripe", "a", "--format", "http", ...at], { env });
  const verdict = async (...more: string[]) =>
    (await cli.run(["verify", "stripe", "--request", "-", ...more], { env, input: out })).out.split(
      "\n",
    )[0];
  expect(await verdict()).toBe("refused  timestamp_too_old");
  expect(await verdict("--now", "2024-02-29T12:05:00Z")).toBe("accepted");
  expect(await verdict("--now", "2024-02-29T12:05:01Z")).toBe("refused  timestamp_too_old");
  expect(await verdict("--now", String(Date.UTC(2024, 1, 29, 12, 0, 1)), "--tolerance", "0")).toBe(
    "refused  timestamp_too_old",
  );
  expect(await verdict("--tolerance", "any")).toBe("accepted");
});

test("a published delivery is verified by its header and body", async () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
  const header =
    "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  const args = ["verify", "github", "--header", header, "--secret", "It's a Secret to Everybody"];
  expect((await cli.run([...args, "--body", "Hello, World!"])).code).toBe(0);
  expect((await cli.run([...args, "--body", "Hello, World"])).code).toBe(1);
  writeFileSync(join(cli.dir, "body.txt"), "Hello, World!");
  expect((await cli.run([...args, "--body", "@body.txt"])).code).toBe(0);
});

test("the curl command sends what was signed, quotes and all", async () => {
  const { stripe: load } = providers;
  const provider = await load?.();
  const server = await createWebhookServer({ provider, secret });
  try {
    const body = `{"type":"it's","id":"@$(id) \`id\` ' \\" größe"}`;
    const args = ["sign", "stripe", "--url", server.url, "--body", body, "--format", "curl"];
    const { out } = await cli.run(args, { env });
    await promisify(execFile)("sh", ["-c", out.replace(/^curl/, "curl -s")], { timeout: 10_000 });
    const [received] = server.received();
    expect(received?.text).toBe(body);
    expect(received?.verified?.type).toBe("it's");
  } finally {
    await server.close();
  }
});

test("bytes that are no text are signed, but shown as headers only", async () => {
  const input = Uint8Array.of(0xff, 0xfe, 0);
  const signed = await cli.run(["sign", "github", "push", "--body", "-", "--secret", "s1"], {
    input,
  });
  expect(signed.code).toBe(0);
  expect(signed.out).toMatch(/^x-hub-signature-256: sha256=[0-9a-f]{64}$/m);
  const curl = await cli.run(
    ["sign", "github", "--body", "-", "--secret", "s1", "--format", "curl"],
    { input },
  );
  expect([curl.code, curl.out]).toEqual([2, ""]);
});

test("providers are listed and described", async () => {
  const ids = Object.keys(providers);
  const { out } = await cli.run(["providers", "--json"]);
  const all = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string });
  expect(all.map(({ id }) => id)).toEqual(ids);
  expect((await cli.run(["providers"])).out.trim().split("\n").length).toBe(ids.length);
  const attio = await cli.run(["providers", "attio", "--json"]);
  expect(JSON.parse(attio.out)).toEqual({
    id: "attio",
    name: "Attio",
    docs: "https://docs.attio.com/rest-api/guides/webhooks",
    secretVariable: "ATTIO_WEBHOOK_SECRET",
    handshake: false,
    // As docs/providers.md has it.
    proven: [],
    forms: [
      {
        form: "timestamped",
        schemes: ["hmac SHA-256 hex"],
        signature: ["x-attio-signature"],
        toleranceSeconds: 300,
      },
      { form: "documented", schemes: ["hmac SHA-256 hex"], signature: ["attio-signature"] },
    ],
  });
});

test("a new secret is another each time, fits, and signs", async () => {
  const first = (await cli.run(["secret", "new", "standard-webhooks"])).out.trim();
  const second = (await cli.run(["secret", "new", "standard-webhooks"])).out.trim();
  expect(first).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(second).not.toBe(first);
  const check = await cli.run(["secret", "check", "standard-webhooks", "--secret", first]);
  expect([check.code, check.out]).toEqual([
    0,
    "fine  the secret is in the format of Standard Webhooks's\n",
  ]);
  const pair = JSON.parse((await cli.run(["secret", "new", "sendgrid", "--json"])).out);
  const signed = await cli.run(["sign", "sendgrid", "--format", "http", "--secret", pair.signing]);
  const args = ["verify", "sendgrid", "--request", "-", "--secret", pair.verifying];
  expect((await cli.run(args, { input: signed.out })).code).toBe(0);
});

test.each([
  ["whsec_", "the secret is a prefix with nothing behind it"],
  [" whsec_x", "the secret has white space around it: was it pasted with a line break?"],
  ["sk_live_123456789", "the secret is an API key, not a signing secret"],
])("the secret %j is refused, and not shown", async (wrong, message) => {
  const { code, out } = await cli.run(["secret", "check", "stripe", "--secret", wrong]);
  expect([code, out]).toEqual([1, `refused  ${message}\n`]);
  const json = await cli.run(["secret", "check", "stripe", "--json"], {
    env: { STRIPE_WEBHOOK_SECRET: wrong },
  });
  expect(JSON.parse(json.out)).toEqual({ ok: false, message });
});
