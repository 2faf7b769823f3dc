import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type Endpoint, rotateSecret } from "../src/index.ts";
import { event, sampleEndpoint, sampleSender, sampleServer, secret } from "./sample-sender.ts";

const day = 86_400_000;
const fresh = { label: "b", value: `whsec_${randomBytes(24).toString("base64")}` };
const nowMs = Date.parse("2026-11-21T12:00:00Z");
const now = () => nowMs;
const ends = ({ secrets }: Endpoint) =>
  secrets.map(({ label, expiresAt }) => [label, expiresAt && expiresAt.getTime() - nowMs]);

test("the new secret comes last, and the old one signs for a day", () => {
  const endpoint = sampleEndpoint("https://hooks.example.com/");
  const rotated = rotateSecret(endpoint, fresh, { now });
  expect(ends(rotated)).toEqual([
    ["a", day],
    ["b", undefined],
  ]);
  expect(rotated).toMatchObject({ id: endpoint.id, url: endpoint.url });
  expect(ends(endpoint)).toEqual([["a", undefined]]);
});

test("what ends sooner keeps its end, and what has ended goes", () => {
  const at = (ms: number) => new Date(nowMs + ms);
  const secrets = [
    { label: "gone", value: secret, expiresAt: at(0) },
    { label: "soon", value: secret, expiresAt: at(1000) },
    { label: "late", value: secret, expiresAt: at(30 * day) },
  ];
  const endpoint = sampleEndpoint("https://hooks.example.com/", { secrets });
  expect(ends(rotateSecret(endpoint, fresh, { now, overlapMs: 7 * day }))).toEqual([
    ["soon", 1000],
    ["late", 7 * day],
    ["b", undefined],
  ]);
  expect(ends(rotateSecret(endpoint, fresh, { now, overlapMs: 0 }))).toEqual([["b", undefined]]);
});

test.each([-1, 7 * day + 1, Number.NaN])("an overlap that is refused: %d", (overlapMs) => {
  const rotate = () => rotateSecret(sampleEndpoint("https://a.example/"), fresh, { overlapMs });
  expect(rotate).toThrow(expect.objectContaining({ code: "option_invalid", field: "overlapMs" }));
});

test("both sign while both live, then the new one alone", async () => {
  const server = await sampleServer();
  let timeMs = nowMs;
  const sender = sampleSender({ clock: { now: () => timeMs } });
  const endpoint = rotateSecret(sampleEndpoint(server.url), fresh, { now });
  for (const atMs of [nowMs, nowMs + day - 1, nowMs + day]) {
    timeMs = atMs;
    await sender.attempt(endpoint, event, 1);
  }
  const counts = server
    .received()
    .map(({ headers }) => String(headers["webhook-signature"]).split(" ").length);
  expect(counts).toEqual([2, 2, 1]);
});
