import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createKeyCache, createReceiver, type KeyCache, type Provider } from "@hooks/core";
import { toNode } from "@hooks/node";
import { providers } from "@hooks/providers/all";
import { memoryStore } from "@hooks/store-memory";
import { localKeys } from "@hooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { publishesKeys } from "../src/preset.ts";
import { buildCli, type Cli } from "./cli.ts";
import { localServers } from "./local-servers.ts";
import { startListening } from "./start-listening.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());
const servers = localServers();

/** The provider, what a receiver of it has, the literal's name, and what its scheme can't see. */
const published = [
  ["amazon-sns", "arn:aws:sns:eu-central-1:123456789012:orders", "amazonSns", []],
  ["paypal", "8PT597110X687430LKGECATA", "paypal", []],
  ["fusionauth-key-pair", "https://auth.example.com", "fusionauthKeyPair", ["--stale"]],
  ["google-pubsub", "push@project.iam.gserviceaccount.com", "googlePubsub", ["--tamper"]],
  ["kinde", "https://acme.kinde.com/.well-known/jwks", "kinde", ["--stale"]],
  ["neon", "https://branch.neonauth.example.com/neondb/auth", "neon", []],
  ["zoho-desk", "desk.zoho.eu|20069482311|4000000012345", "zohoDesk", ["--tamper"]],
] as const;

async function load(id: string): Promise<Provider> {
  const provider = await providers[id as keyof typeof providers]?.();
  if (provider === undefined) throw new Error(`there is no ${id}`);
  return provider;
}

/** An endpoint with these keys, of which the URL that is signed is its own; and what it has taken. */
async function serve(provider: Provider, secret: string, keys: KeyCache) {
  const taken: unknown[] = [];
  const on = { "*": ({ type }: { readonly type: unknown }) => taken.push(type) };
  const store = memoryStore();
  const maxBodyBytes = 100_000;
  const origin = await servers.serve((at) => {
    const url = `${at}/webhooks`;
    return toNode(createReceiver({ provider, secret, url, keys, store, on, maxBodyBytes }));
  });
  const url = `${origin}/webhooks`;
  return { url, taken };
}

test("every provider that publishes its keys is among them", async () => {
  const all = await Promise.all(Object.values(providers).map((provider) => provider()));
  const ids = all.filter(publishesKeys).map(({ id }) => id);
  expect(published.map(([id]) => id as string).sort()).toEqual(ids.sort());
});

describe.each(published)("%s", (id, secret, literal, unseen) => {
  const folder = `keys-of-${id}`;
  const own = ["--secret", secret, "--keys", folder];
  const trigger = (url: string, ...more: string[]) =>
    cli.run(["trigger", id, "--url", url, ...own, ...more]);

  test("what trigger signs is accepted by an endpoint that was told, broken it is refused", async () => {
    const provider = await load(id);
    const { url, taken } = await serve(
      provider,
      secret,
      localKeys(provider, join(cli.dir, folder)),
    );
    const { code, out, err } = await trigger(url);
    expect([code, out.split("\n")[1]]).toEqual([0, expect.stringMatching(/^200 in \d+ ms$/)]);
    expect(err).toBe(
      `signed by your key in ${folder}/${id}; the receiver needs keys: localKeys(${literal}, "${folder}"), from @hooks/testing\n`,
    );
    expect(taken.length).toBe(1);
    for (const [broken, why] of [
      ["--tamper", "signature_mismatch"],
      ["--stale", "timestamp_too_old"],
      ["--unsigned", "signature_missing"],
      ["--wrong-secret", "signature_mismatch"],
    ] as const) {
      const refused = await trigger(url, broken);
      if (unseen.some((one) => one === broken)) {
        expect([refused.code, refused.out]).toEqual([2, ""]);
      } else {
        expect([refused.code, refused.out]).toEqual([1, expect.stringContaining(why)]);
      }
    }
    expect(taken.length).toBe(1);
    // What has no id is known by its body.
    const twice = await trigger(url, "--duplicate", "--json", "--set", "payload.n=2");
    expect([twice.code, twice.out.trim().split("\n").length]).toEqual([0, 2]);
    expect(taken.length).toBe(2);
    // Nothing of what signs is shown.
    const key = ["private.pem", "private.json"].map((name) => join(cli.dir, folder, id, name));
    const file = key.find((name) => existsSync(name)) ?? "";
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const line = readFileSync(file, "utf8").slice(40, 80);
    expect(out + err + twice.out + twice.err).not.toContain(line);
  });

  test("an endpoint that was not told refuses it, whatever is in its environment", async () => {
    const provider = await load(id);
    const asked: string[] = [];
    const fetch = async (at: string): Promise<Response> => {
      asked.push(at);
      return new Response("", { status: 404 });
    };
    const { url, taken } = await serve(provider, secret, createKeyCache({ fetch }));
    const { code, out } = await trigger(url);
    expect([code, out]).toEqual([1, expect.stringContaining('{"error":"keys_unavailable"}')]);
    expect([asked.length, taken.length]).toEqual([1, 0]);
    // One that listens by the default has the provider's keys or none.
    const listening = await cli.run(["listen", id, "--secret", secret, "--port", "0"], {
      env: { HOOKS_KEYS: folder },
    });
    expect([listening.code, listening.out]).toEqual([2, ""]);
    expect(listening.err).toContain(`${id} publishes its keys: --allow-external fetches them`);
  });

  test("listen and verify take it when they are told, replay signs it anew", async () => {
    const listening = await startListening(cli, id, secret, "--keys", folder);
    // What is signed for an audience names the URL by which the endpoint knows itself.
    const signed = ["--signed-url", `${listening.url.replace("127.0.0.1", "localhost")}/`];
    const { code, err } = await trigger(listening.url, ...signed);
    expect([code, err.split("\n").length]).toEqual([0, 2]);
    expect(await listening.end()).toContain("accepted");
    const url = "http://localhost/webhooks";
    const request = await cli.run(["sign", id, "--format", "http", "--url", url, ...own]);
    writeFileSync(join(cli.dir, `${id}.http`), request.out);
    const verify = (...keys: string[]) =>
      cli.run(["verify", id, "--request", `${id}.http`, "--secret", secret, "--url", url, ...keys]);
    expect((await verify("--keys", folder)).out).toMatch(/^accepted\n/);
    expect(await verify()).toMatchObject({ code: 2, out: "" });
    const none = await verify("--keys", "no-such-folder");
    expect([none.code, none.out]).toEqual([1, ""]);
    expect(none.err).toContain("keys_unavailable");
    const provider = await load(id);
    const target = await serve(provider, secret, localKeys(provider, join(cli.dir, folder)));
    const record = readFileSync(join(cli.dir, ".hooks/deliveries.jsonl"), "utf8");
    const last = JSON.parse(record.trim().split("\n").at(-1) ?? "");
    const replayed = await cli.run(["replay", last.id, "--resign", "--url", target.url, ...own]);
    expect([replayed.code, replayed.err.split("\n").length]).toEqual([0, 2]);
    expect(target.taken.length).toBe(1);
  });

  test("probe finds nothing to complain of", async () => {
    const provider = await load(id);
    const { url } = await serve(provider, secret, localKeys(provider, join(cli.dir, folder)));
    const bounds = ["--oversized", "200000", "--slow", "1", "--timeout", "5", "--json"];
    const { code, out } = await cli.run(["probe", id, url, ...own, ...bounds]);
    const lines = out
      .trim()
      .split("\n")
      .map((one) => JSON.parse(one) as { readonly point: string; readonly verdict: string });
    const of = (verdict: string) =>
      lines.filter((one) => one.verdict === verdict).map(({ point }) => point);
    expect([code, of("failed"), of("skipped")]).toEqual([
      0,
      [],
      unseen.map((one) => (one === "--tamper" ? "tampered" : "stale")),
    ]);
    const handshakes = { "amazon-sns": ["handshake by POST"], "zoho-desk": ["handshake by GET"] };
    const [handshake = []] = Object.entries(handshakes).flatMap(([one, names]) =>
      one === id ? [names] : [],
    );
    expect(of("passed").filter((one) => one.startsWith("handshake"))).toEqual(handshake);
    expect(of("passed")).toContain("valid");
  });
});

test("secret new makes the keys anew, and prints what a receiver has", async () => {
  const file = join(cli.dir, ".hooks/keys/paypal/private.pem");
  const first = await cli.run(["secret", "new", "paypal"]);
  expect([first.code, first.out]).toEqual([0, expect.stringMatching(/^[0-9a-f]{40}\n$/)]);
  expect(first.err).toBe(
    "the keys in .hooks/keys/paypal are new; the receiver needs keys: localKeys(paypal), from @hooks/testing\n",
  );
  const before = readFileSync(file, "utf8");
  const second = await cli.run(["secret", "new", "paypal", "--json"]);
  expect(JSON.parse(second.out)).toEqual({
    secret: expect.stringMatching(/^[0-9a-f]{40}$/),
    keys: ".hooks/keys/paypal",
  });
  expect(readFileSync(file, "utf8")).not.toBe(before);
  // It signs by default, too.
  const { secret } = JSON.parse(second.out) as { readonly secret: string };
  const signed = await cli.run(["sign", "paypal", "--format", "http", "--secret", secret]);
  const args = ["verify", "paypal", "--request", "-", "--secret", secret, "--keys", ".hooks/keys"];
  expect((await cli.run(args, { input: signed.out })).code).toBe(0);
});
