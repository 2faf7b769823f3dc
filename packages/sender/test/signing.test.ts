import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { type Provider, sign, verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { webhook } from "@hooks/providers/webhook";
import { expect, test } from "vitest";
import { isSenderError, providerSigner, type Signer } from "../src/index.ts";
import { fakeTime } from "./fake-time.ts";
import { event, sampleEndpoint, sampleSender, sampleServer, secret } from "./sample-sender.ts";

const whsec = (): string => `whsec_${randomBytes(32).toString("base64")}`;

test("all secrets that live sign, and no other", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer();
  const sender = sampleSender({ clock });
  const [expired, old, fresh] = [whsec(), whsec(), whsec()] as const;
  const secrets = [
    { label: "expired", value: expired, expiresAt: new Date(time.now()) },
    { label: "old", value: old, expiresAt: new Date(time.now() + 1) },
    { label: "fresh", value: fresh },
  ];
  const endpoint = sampleEndpoint(server.url, { secrets });
  expect((await sender.send(endpoint, event)).code).toBe("delivered");
  const [delivery] = server.received();
  if (!delivery) throw new Error("nothing has come");
  expect(String(delivery.headers["webhook-signature"])).toMatch(/^v1,\S{44} v1,\S{44}$/);
  const now = time.now;
  for (const one of [old, fresh]) await verify(standardWebhooks, delivery, { secret: one, now });
  await expect(verify(standardWebhooks, delivery, { secret: expired, now })).rejects.toThrow();
});

test("no secret that lives: nothing is sent, and it is tried again as the schedule says", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer();
  const sender = sampleSender({ clock });
  const secrets = [{ label: "a", value: secret, expiresAt: new Date(time.now()) }];
  const attempt = await sender.attempt(sampleEndpoint(server.url, { secrets }), event, 1);
  expect(attempt).toMatchObject({ code: "secret_expired", nextNumber: 2 });
  expect(server.received()).toEqual([]);
  expect(sender.attempts).toEqual([attempt]);
  expect(await sender.endpointState("ep_1")).toEqual({});
});

test("an Ed25519 key signs as v1a, beside a shared secret", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const text = (part: string) => Buffer.from(part, "base64url").toString("base64");
  const server = await sampleServer();
  const secrets = [
    { label: "shared", value: secret },
    { label: "key", value: `whsk_${text(d)}` },
  ];
  await sampleSender().send(sampleEndpoint(server.url, { secrets }), event);
  const [delivery] = server.received();
  if (!delivery) throw new Error("nothing has come");
  expect(String(delivery.headers["webhook-signature"])).toMatch(/^v1a,\S{88} v1,\S{44}$/);
  await verify(standardWebhooks, delivery, { secret: `whpk_${text(x)}` });
  await verify(standardWebhooks, delivery, { secret });
});

test("the generic form: X-Webhook-Signature, -ID and -Timestamp", async () => {
  const server = await sampleServer();
  const value = "a secret of some length";
  const sender = sampleSender({ provider: webhook });
  const endpoint = sampleEndpoint(server.url, { secrets: [{ label: "a", value }] });
  await sender.send(endpoint, event);
  const [delivery] = server.received();
  if (!delivery) throw new Error("nothing has come");
  expect(delivery.headers).toMatchObject({
    "x-webhook-id": ["evt_1"],
    "x-webhook-timestamp": [expect.stringMatching(/^\d{13}$/)],
    "x-webhook-signature": [expect.stringMatching(/^[0-9a-f]{64}$/)],
  });
  expect(await verify(webhook, delivery, { secret: value })).toMatchObject({ id: "evt_1" });
});

test("where there is room for one signature, the newest secret's stands there", async () => {
  const server = await sampleServer();
  const sender = sampleSender({ provider: github });
  const [old, fresh] = ["the old secret of it", "the fresh secret of it"];
  const secrets = [
    { label: "old", value: old },
    { label: "fresh", value: fresh },
  ];
  await sender.send(sampleEndpoint(server.url, { secrets }), event);
  const [delivery] = server.received();
  if (!delivery) throw new Error("nothing has come");
  expect(delivery.headers["x-github-event"]).toEqual(["user.created"]);
  await verify(github, delivery, { secret: fresh });
  await expect(verify(github, delivery, { secret: old })).rejects.toThrow();
});

test("a signer of one's own: what it adds is sent, and its faults are told without their text", async () => {
  const server = await sampleServer();
  const signer = {
    headers: ["x-mine"],
    checkSecret: () => undefined,
    sign: async ({ headers }: { headers: object }) => ({
      "x-mine": Object.keys(headers).join(" "),
      "user-agent": "another",
    }),
  };
  const headers = { "X-Tenant": "7" };
  const sender = sampleSender({ signer });
  await sender.send(sampleEndpoint(server.url, { headers }), event);
  expect(server.received()[0]?.headers).toMatchObject({
    "x-tenant": ["7"],
    "x-mine": ["x-tenant content-type user-agent accept-encoding"],
    "user-agent": [expect.stringMatching(/^hooks-sender/)],
  });
  for (const sign of [
    () => Promise.reject(new Error(secret)),
    () => {
      throw new Error(secret);
    },
    // biome-ignore lint/suspicious/noThenProperty: a promise of somebody else's making
    () => ({ then: (_: unknown, fail: (reason: Error) => void) => fail(new Error(secret)) }),
    () => ({}),
    () => undefined,
    async () => null,
    () => "signature",
  ]) {
    const failing = sampleSender({ signer: { ...signer, sign } as unknown as Signer });
    const attempt = await failing.attempt(sampleEndpoint(server.url), event, 1);
    expect(attempt).toMatchObject({ code: "signing_failed", nextNumber: 2 });
    expect(JSON.stringify(attempt)).not.toContain(secret);
  }
  expect(server.received()).toHaveLength(1);
  const signing = () => ({
    // biome-ignore lint/suspicious/noThenProperty: as above
    then: (give: (added: object) => void) => give({ "x-mine": "foreign" }),
  });
  const own = { ...signer, sign: signing } as unknown as Signer;
  const foreign = sampleSender({ signer: own });
  await foreign.send(sampleEndpoint(server.url), event);
  expect(server.received()[1]?.headers).toMatchObject({ "x-mine": ["foreign"] });
});

test("neither attempts nor reports nor errors hold a secret or a signature", async () => {
  const server = await sampleServer({ script: "500, 410" });
  const sender = sampleSender({ schedule: [0, 0], endpoints: [sampleEndpoint(server.url)] });
  const result = await sender.send("ep_1", event);
  const told = JSON.stringify([result, sender.attempts, sender.reports]);
  expect(result.attempts).toHaveLength(2);
  expect(told).not.toContain(secret.slice(6));
  for (const { headers } of server.received()) {
    expect(told).not.toContain(String(headers["webhook-signature"]).slice(3));
  }
});

test("what is prepared once makes the headers that sign makes, for every preset", async () => {
  const dir = new URL("../../providers/src/", import.meta.url);
  const values = [whsec(), "0123456789abcdef0123456789abcdef", randomBytes(32).toString("base64")];
  const time = new Date("2026-11-21T12:00:00.123Z");
  const body = Buffer.from('{"id":"evt_1","type":"user.created","data":"$& \u2028 Zoë"}');
  let plain = 0;
  let elsewhere = 0;
  for (const file of readdirSync(dir)) {
    if (file === "all.ts" || !file.endsWith(".ts")) continue;
    const module: Record<string, Provider> = await import(new URL(file, dir).href);
    const provider = Object.values(module).find(({ id }) => `${id}.ts` === file);
    if (!provider) throw new Error(`${file} has no preset`);
    let signer: ReturnType<typeof providerSigner>;
    try {
      signer = providerSigner(provider);
    } catch (error) {
      if (!isSenderError(error)) throw error;
      elsewhere++;
      continue;
    }
    const secrets = values
      .map((value, i) => ({ label: `s${i}`, value }))
      .filter((one) => {
        try {
          signer.checkSecret(one);
          return true;
        } catch {
          return false;
        }
      });
    const url = "https://hooks.example.com/a?b=c";
    const prepared = { id: "evt_1", type: "user.created", timestamp: time, body };
    const request = { method: "POST", url, headers: {}, body, event: prepared, time } as const;
    for (const some of [secrets.slice(0, 1), secrets]) {
      if (some.length === 0) continue;
      const made = signer.sign({ ...request, secrets: some });
      if (made instanceof Promise) {
        await made.catch(() => undefined);
        continue;
      }
      plain++;
      const { headers } = await sign(provider, {
        url,
        body,
        id: "evt_1",
        type: "user.created",
        timestamp: time,
        secret: some.map(({ value }) => value).reverse(),
      });
      const { "content-type": _, ...expected } = headers as Record<string, string>;
      expect([provider.id, made]).toEqual([provider.id, expected]);
      for (const name of Object.keys(made)) expect(signer.headers).toContain(name);
    }
  }
  expect(plain).toBeGreaterThan(80);
  expect(elsewhere).toBeGreaterThan(3);
});
