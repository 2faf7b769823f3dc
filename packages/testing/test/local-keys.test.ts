import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyCache, createReceiver, type Provider } from "@hooks/core";
import { amazonSns } from "@hooks/providers/amazon-sns";
import { googlePubsub } from "@hooks/providers/google-pubsub";
import { kinde } from "@hooks/providers/kinde";
import { neon } from "@hooks/providers/neon";
import { paypal } from "@hooks/providers/paypal";
import { stripe } from "@hooks/providers/stripe";
import { zohoDesk } from "@hooks/providers/zoho-desk";
import {
  createPublishedKeys,
  createSecret,
  deliver,
  localKeys,
  localSigningKeys,
  signedDelivery,
} from "@hooks/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

const url = "https://example.com/webhooks";
let home: string;
let count = 0;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "hooks-keys-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});
const fresh = (): string => join(home, String(count++));

/** What a receiver with these keys answers; nothing is fetched by the global `fetch`. */
async function statusOf(
  provider: Provider,
  secret: string,
  keys: ReturnType<typeof createKeyCache> | undefined,
  delivery: Parameters<typeof deliver>[1],
): Promise<number> {
  const receiver = createReceiver({ provider, secret, url, on: {}, keys });
  return (await deliver(receiver, delivery)).status;
}

const published = [amazonSns, googlePubsub, kinde, neon, paypal, zohoDesk] as const;

describe.each(published.map((one) => [one.id, one] as const))("%s", (_, provider) => {
  test("is accepted with the public half that is in the folder, and by no other way", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (at: string) => {
      asked.push(at);
      throw new Error("there is no network");
    });
    const folder = fresh();
    const { verifying: secret } = await createSecret(provider);
    const keys = await localSigningKeys(provider, secret, { folder });
    const delivery = await signedDelivery(provider, { secret, url, keys });
    expect(await statusOf(provider, secret, localKeys(provider, folder), delivery)).toBe(200);
    expect(asked).toEqual([]);
    // Where there is no file, nothing else is asked.
    expect(await statusOf(provider, secret, localKeys(provider, fresh()), delivery)).toBe(503);
    expect(asked).toEqual([]);
    // Nothing in what is sent says where the keys are, and nothing in the environment.
    vi.stubEnv("HOOKS_KEYS", folder);
    const elsewhere = await localSigningKeys(provider, secret, { folder: fresh() });
    const other = await signedDelivery(provider, { secret, url, keys: elsewhere });
    expect(await statusOf(provider, secret, localKeys(provider, folder), other)).toBe(401);
    expect(asked).toEqual([]);
    expect(await statusOf(provider, secret, undefined, delivery)).toBe(503);
    expect(asked).toEqual([keys.url]);
  });

  test("is refused with the keys that the provider itself publishes", async () => {
    const folder = fresh();
    const { verifying: secret } = await createSecret(provider);
    const theirs = await createPublishedKeys(provider, secret);
    const keys = await localSigningKeys(provider, secret, { folder });
    const delivery = await signedDelivery(provider, { secret, url, keys });
    const cache = createKeyCache({ fetch: theirs.fetch });
    expect(await statusOf(provider, secret, cache, delivery)).toBe(401);
    // And what the provider signs is refused with those of this machine.
    const genuine = await signedDelivery(provider, { secret, url, keys: theirs });
    expect(await statusOf(provider, secret, cache, genuine)).toBe(200);
    expect(await statusOf(provider, secret, localKeys(provider, folder), genuine)).toBe(401);
  });

  test("the private half is in a file of its own, for its owner alone", async () => {
    const folder = fresh();
    const { privateKey } = await localSigningKeys(provider, "a secret", { folder });
    const own = join(folder, provider.id);
    const files = readdirSync(own);
    expect(files.length).toBe(3);
    expect(readFileSync(join(own, ".gitignore"), "utf8")).toBe("*\n");
    const name = files.find((one) => one.startsWith("private.")) ?? "";
    expect(readFileSync(join(own, name), "utf8")).toBe(privateKey);
    expect(statSync(join(own, name)).mode & 0o777).toBe(0o600);
    const [document = ""] = files.filter((one) => one !== name && one !== ".gitignore");
    const text = readFileSync(join(own, document), "utf8");
    expect(text).not.toMatch(/PRIVATE|"(d|p|q|dp|dq|qi)"/);
    // A receiver does without what signs.
    rmSync(join(own, name));
    const asked = await localKeys(provider, folder).fetch?.("https://example.com/any", {});
    expect(await asked?.text()).toBe(text);
  });
});

test("the same keys are had again, and by many at once", async () => {
  const folder = fresh();
  const all = await Promise.all(
    Array.from({ length: 8 }, () =>
      localSigningKeys(neon, "https://a.example.com/auth", { folder }),
    ),
  );
  expect(new Set(all.map(({ privateKey }) => privateKey)).size).toBe(1);
  // Nothing is left of those that came second.
  expect(readdirSync(folder)).toEqual(["neon"]);
  const secret = "https://b.example.com/auth";
  const again = await localSigningKeys(neon, secret, { folder });
  expect(again.privateKey).toBe(all[0]?.privateKey);
  const delivery = await signedDelivery(neon, { secret, url, keys: again });
  expect(await statusOf(neon, secret, localKeys(neon, folder), delivery)).toBe(200);
});

test("a receiver that was started before takes keys that are made later, and made anew", async () => {
  const folder = fresh();
  const secret = "8PT597110X687430LKGECATA";
  const codes: unknown[] = [];
  const receiver = createReceiver({
    provider: paypal,
    secret,
    keys: localKeys(paypal, folder),
    on: {},
    onOutcome: ({ code }) => codes.push(code),
  });
  const send = async (keys: Awaited<ReturnType<typeof createPublishedKeys>>) =>
    (await deliver(receiver, await signedDelivery(paypal, { secret, keys }))).status;
  expect(await send(await createPublishedKeys(paypal, secret))).toBe(503);
  expect(codes).toEqual(["keys_unavailable"]);
  const first = await localSigningKeys(paypal, secret, { folder });
  expect(await send(first)).toBe(200);
  const second = await localSigningKeys(paypal, secret, { folder, renew: true });
  expect([await send(first), await send(second)]).toEqual([401, 200]);
  expect(readdirSync(folder)).toEqual(["paypal"]);
  expect(statSync(join(folder, "paypal/private.pem")).mode & 0o777).toBe(0o600);
});

test("what else is in the folder stays when keys are made anew", async () => {
  const folder = fresh();
  mkdirSync(join(folder, "neon"), { recursive: true });
  await writeFile(join(folder, "neon/notes.txt"), "ours");
  const secret = "https://a.example.com/auth";
  await localSigningKeys(neon, secret, { folder, renew: true });
  expect(readFileSync(join(folder, "neon/notes.txt"), "utf8")).toBe("ours");
  expect((await localSigningKeys(neon, secret, { folder })).privateKey).toContain('"d"');
});

test("half a pair is never made whole by another key", async () => {
  const folder = fresh();
  await localSigningKeys(kinde, "a secret", { folder });
  rmSync(join(folder, "kinde/private.json"));
  const before = readFileSync(join(folder, "kinde/jwks.json"), "utf8");
  await expect(localSigningKeys(kinde, "a secret", { folder })).rejects.toMatchObject({
    code: "option_invalid",
    message: expect.stringMatching(/kinde can't be read or written: ENOENT$/),
  });
  expect(readFileSync(join(folder, "kinde/jwks.json"), "utf8")).toBe(before);
});

test("a place that can't be written to is named", async () => {
  await writeFile(join(home, "a-file"), "");
  await expect(
    localSigningKeys(neon, "a secret", { folder: join(home, "a-file") }),
  ).rejects.toMatchObject({ code: "option_invalid", message: expect.stringMatching(/: ENOTDIR$/) });
});

test.each([
  [paypal, "private.pem", "not a key"],
  [kinde, "private.json", "not JSON"],
  [kinde, "private.json", '{"kty":"RSA","n":"AQAB","e":"AQAB"}'],
] as const)(
  "what is no private key of $id's is refused, and not quoted",
  async (provider, name, text) => {
    const folder = fresh();
    await localSigningKeys(provider, "a secret", { folder });
    await writeFile(join(folder, provider.id, name), text);
    const failure = await localSigningKeys(provider, "a secret", { folder }).catch((one) => one);
    expect([failure.code, failure.cause]).toEqual(["secret_invalid", undefined]);
    expect(failure.message).not.toContain(text);
  },
);

test("keys that were made before can be had again", async () => {
  for (const provider of published) {
    const { verifying: secret } = await createSecret(provider);
    const first = await createPublishedKeys(provider, secret);
    const second = await createPublishedKeys(provider, secret, first.privateKey);
    const delivery = await signedDelivery(provider, { secret, url, keys: first });
    expect(await statusOf(provider, secret, second, delivery)).toBe(200);
  }
});

test("a provider that publishes none, or whose id leads elsewhere, has no folder", async () => {
  expect(() => localKeys(stripe)).toThrow("stripe publishes no keys");
  await expect(localSigningKeys(stripe, "whsec_x")).rejects.toThrow("stripe publishes no keys");
  const astray = { ...paypal, id: "../paypal" } as Provider;
  expect(() => localKeys(astray)).toThrow("a-z, 0-9 and hyphens");
  await expect(localSigningKeys(astray, "a", { folder: fresh() })).rejects.toThrow("a-z, 0-9");
});
