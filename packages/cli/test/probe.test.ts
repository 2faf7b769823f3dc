import type { RequestListener } from "node:http";
import { createReceiver, type Provider } from "@hooks/core";
import { toNode } from "@hooks/node";
import { discordInteractions } from "@hooks/providers/discord-interactions";
import { github } from "@hooks/providers/github";
import { slack } from "@hooks/providers/slack";
import { stripe } from "@hooks/providers/stripe";
import { whatsapp } from "@hooks/providers/whatsapp";
import { memoryStore } from "@hooks/store-memory";
import { createSecret } from "@hooks/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";
import { localServers } from "./local-servers.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());
const servers = localServers();

const verifyToken = "token of the tests";

const serve = async (listener: RequestListener): Promise<string> =>
  `${await servers.serve(() => listener)}/`;

const endpointFor = (provider: Provider, secret: string): RequestListener =>
  toNode(
    createReceiver({
      provider,
      secret,
      verifyToken,
      store: memoryStore(),
      maxBodyBytes: 100_000,
      on: { "*": () => undefined },
    }),
  );

interface Line {
  readonly point: string;
  readonly verdict: string;
  readonly seen: string;
  readonly ms: number;
}

async function probe(id: string, url: string, secret: string, ...more: string[]) {
  const bounds = ["--oversized", "200000", "--slow", "1", "--timeout", "5", "--json"];
  const args = ["probe", id, url, "--secret", secret, ...bounds, ...more];
  const { code, out, err } = await cli.run(args);
  const lines = out
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const of = (verdict: string) =>
    lines.filter((one) => one.verdict === verdict).map(({ point }) => point);
  return {
    code,
    err,
    out,
    lines,
    passed: of("passed"),
    failed: of("failed"),
    skipped: of("skipped"),
  };
}

const deliveries = [
  "HEAD",
  "without a signature",
  "badly signed",
  "valid",
  "duplicate",
  "stale",
  "tampered",
  "oversized, 200000 bytes",
  "slow, over 1 s",
];

test.each([
  ["stripe", stripe, deliveries, []],
  ["github", github, [...deliveries.filter((one) => one !== "stale"), "ping"], ["stale"]],
  ["slack", slack, ["handshake by POST", ...deliveries], []],
  ["discord-interactions", discordInteractions, ["handshake by POST", ...deliveries], []],
  [
    "whatsapp",
    whatsapp,
    [
      "handshake by GET",
      "handshake by GET, with another token",
      ...deliveries.filter((one) => one !== "stale"),
    ],
    ["stale"],
  ],
] as const)("a receiver for %s passes every point", async (id, provider, passed, skipped) => {
  const { signing, verifying } = await createSecret(provider);
  const url = await serve(endpointFor(provider, verifying));
  const found = await probe(id, url, signing, "--verify-token", verifyToken);
  expect([found.failed, found.err]).toEqual([[], ""]);
  expect([...found.passed].sort()).toEqual([...passed].sort());
  expect(found.skipped).toEqual(skipped);
  const slow = found.lines.find(({ point }) => point === "slow, over 1 s");
  expect(slow?.ms).toBeGreaterThan(900);
  expect(found.code).toBe(0);
  expect(found.out).not.toContain(signing);
});

test("an endpoint that takes everything fails where it has to refuse", async () => {
  const url = await serve((req, res) => void req.resume().on("end", () => res.end("ok")));
  const { signing } = await createSecret(slack);
  const { code, failed, passed } = await probe("slack", url, signing);
  expect(code).toBe(1);
  expect(failed).toEqual([
    "handshake by POST",
    "without a signature",
    "badly signed",
    "stale",
    "tampered",
    "oversized, 200000 bytes",
  ]);
  expect(passed).toEqual(["HEAD", "valid", "duplicate", "slow, over 1 s"]);
});

test("a handshake that anybody gets answered fails, and so does one with a token that nobody gave", async () => {
  const url = await serve((req, res) => {
    const { searchParams } = new URL(req.url ?? "", "http://localhost");
    req.resume().on("end", () => res.end(searchParams.get("hub.challenge") ?? ""));
  });
  const { signing } = await createSecret(whatsapp);
  const told = await probe("whatsapp", url, signing, "--verify-token", "a");
  expect(told.passed).toContain("handshake by GET");
  expect(told.failed).toContain("handshake by GET, with another token");
  expect((await probe("whatsapp", url, signing)).skipped).toContain("handshake by GET");
});

test("an endpoint that refuses everything, one that never answers, and one that is away", async () => {
  const secret = "whsec_of_the_tests";
  const refusing = await serve((req, res) => {
    res.writeHead(403);
    req.resume().on("end", () => res.end());
  });
  const refused = await probe("stripe", refusing, secret);
  expect([refused.code, refused.passed]).toEqual([1, ["HEAD"]]);
  const silent = await serve((req) => void req.resume());
  const late = await probe("stripe", silent, secret, "--timeout", "1");
  expect([late.code, late.passed]).toEqual([1, []]);
  expect(late.lines.map(({ seen }) => seen)).toContain("no answer within 1000 ms");
  const away = await probe("stripe", "http://127.0.0.1:1/", secret);
  expect([away.code, away.passed]).toEqual([1, []]);
});

test("another machine is not probed", async () => {
  const far = await cli.run(["probe", "stripe", "http://192.0.2.1/", "--secret", "whsec_x"]);
  expect([far.code, far.out]).toEqual([2, ""]);
  expect(far.err).toContain("--allow-external");
});
