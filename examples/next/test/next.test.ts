/** The example, as it is deployed: a production build, its server, and the packages as they are published. */
import { gzipSync } from "node:zlib";
import { type SignOptions, sign } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { adapterAnswers } from "@hooks/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { binaryBody, differenceOf } from "../../../packages/testing/src/test-adapter-answers.ts";
import {
  type AdapterRequest,
  exchange,
  openRequest,
} from "../../../packages/testing/src/test-adapter-exchange.ts";
import { type App, buildApp, serveApp } from "./start-app.ts";
import { testAnswerFirst } from "./test-answer-first.ts";

vi.setConfig({ testTimeout: 20_000 });

const secret = "whsec_dGhlIHNlY3JldCBvZiB0aGUgZXhhbXBsZSdzIHRlc3Q=";

/** The receiver's own limit. */
const maxBodyBytes = 2_000_000;

let built: string;
let app: App;

beforeAll(async () => {
  built = await buildApp();
  app = await serveApp(secret);
}, 300_000);

afterAll(() => app?.close());

const form = { "content-type": "application/x-www-form-urlencoded" };

let count = 0;

/** A genuine delivery, whose id no other one has. */
async function signed(body: string | Uint8Array = "{}", options: Partial<SignOptions> = {}) {
  const id = `msg_${++count}`;
  const delivery = await sign(standardWebhooks, { secret, id, ...options, body });
  return { id, headers: Object.entries(delivery.headers), body: delivery.body };
}

test("the build warns of nothing in the edge runtime's bundle", () => {
  const apis = built.matchAll(/A Node\.js (?:API|module) is (?:used|loaded) \((\S+)/g);
  expect(Array.from(apis, ([, api]) => api)).toEqual([]);
  expect(built).toContain("/edge/webhooks/[account]");
});

/** Each route, and a URL of it with escapes. */
const routes = [
  ["App Router, Node.js runtime", "/webhooks/acme", "/webhooks/a%20b%2Fc%3F%25%E2%99%a5;v=1@:~"],
  [
    "App Router, edge runtime",
    "/edge/webhooks/acme",
    "/edge/webhooks/a%20b%2Fc%3F%25%E2%99%a5;v=1@:~",
  ],
  ["Pages Router", "/api/webhooks", "/api/webhooks?a=%2Fb%3F%25%E2%99%A5"],
] as const;

describe.each(routes)("%s", (name, route, escaped) => {
  const send = (request: AdapterRequest, path: string = route) =>
    exchange(app.url, { path, ...request });

  /** Sends a request, and compares all of the answer with the table of all adapters. */
  async function answers(answerName: string, request: AdapterRequest & { id?: string }) {
    const { status = 0, headers = {}, body = "" } = adapterAnswers[answerName] ?? {};
    // The table's is a delivery of this id.
    const own = String(body).replace("msg_1", request.id ?? "");
    const difference = differenceOf(await send(request), { status, headers, body: own }, ["vary"]);
    expect(difference, answerName).toBeUndefined();
  }

  /** That the handler ran this often for a delivery; what it says comes by another way than the answer. */
  const hasHandled = (times: number, id: string, path = "") =>
    expect
      .poll(() => app.said().filter((line) => line.startsWith(`handled ${id} `)))
      .toEqual(Array(times).fill(expect.stringContaining(path)));

  test("a delivery runs once, a duplicate gets the same answer", async () => {
    const one = await signed();
    await answers("received", one);
    await answers("duplicate", one);
    await answers("duplicate", one);
    await answers("delivery_id_reused", await signed('{"a":1}', { id: one.id }));
    await hasHandled(1, one.id);
  });

  test.each([
    ["every byte there is", binaryBody],
    ["bytes that are not UTF-8", Uint8Array.of(0x22, 0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0x22)],
    ["a byte order mark", '\uFEFF{"bom":true}'],
    ["dollar signs and room", ' {"a":"$& $$ $1",\r\n "b": 1.0} '],
    ["nothing", ""],
    ["a megabyte", new Uint8Array(1_048_576).fill(0xe9)],
    ["as many bytes as are allowed", new Uint8Array(maxBodyBytes)],
  ])("%s arrives as it was sent, whole and in chunks", async (_, body) => {
    const whole = await signed(body, { headers: form });
    await answers("received", whole);
    const inPieces = await signed(body, { headers: form });
    const { id, headers, body: bytes } = inPieces;
    const middle = (bytes.length >> 1) | 1;
    const pieces = [bytes.subarray(0, middle), bytes.subarray(middle)].filter(
      ({ length }) => length,
    );
    await answers("received", { id, headers, pieces });
    await hasHandled(1, whole.id);
    await hasHandled(1, id);
    await answers("signature_mismatch", {
      headers,
      body: Uint8Array.of(...bytes.subarray(0, 9), 0),
    });
  });

  test("one byte more is refused", async () => {
    const { headers, body } = await signed(new Uint8Array(maxBodyBytes + 1), { headers: form });
    await answers("body_too_large", { headers, body });
    await answers("body_too_large", { headers, pieces: [body] });
  });

  test.each([
    ["unsigned", "signature_missing", () => []],
    ["forged", "signature_mismatch", () => [`v1,${btoa("\0".repeat(32))}`]],
    ["garbage", "signature_malformed", () => ["\xff%00 ;,=v1"]],
    ["signed twice", "signature_malformed", (one: string) => [one, one]],
    ["forged, then signed", "signature_malformed", (one: string) => ["v1,AAAA", one]],
  ] as const)("%s is refused", async (_, answer, make) => {
    const { id, headers, body } = await signed();
    const name = "webhook-signature";
    const others = headers.filter(([other]) => other !== name);
    const [, right = ""] = headers.find(([other]) => other === name) ?? [];
    const forged = make(right).map((value) => [name, value] as const);
    await answers(answer, { headers: [...others, ...forged], body });
    await answers("received", { id, headers, body });
    await hasHandled(1, id);
  });

  test("another time, another secret, and what is no JSON", async () => {
    const ago = (seconds: number) => ({ timestamp: new Date(Date.now() - seconds * 1000) });
    await answers("timestamp_too_old", await signed("{}", ago(400)));
    await answers("timestamp_in_future", await signed("{}", ago(-400)));
    const otherSecret = `whsec_${btoa("somebody else's")}`;
    await answers("signature_mismatch", await signed("{}", { secret: otherSecret }));
    const binary = { "content-type": "application/octet-stream" };
    await answers("payload_malformed", await signed(binaryBody, { headers: binary }));
  });

  test.each(["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
    const { headers, body } = await signed();
    await answers("method_not_allowed", { method, headers, body });
    await answers("method_not_allowed", { method });
  });

  test("HEAD is refused", () => answers("method_not_allowed_head", { method: "HEAD" }));

  test("header names in any case, and 100-continue", async () => {
    const { id, headers, body } = await signed();
    const upper = headers.map(([key, value]) => [key.toUpperCase(), value] as const);
    await answers("received", { id, headers: [...upper, ["Expect", "100-continue"]], body });
  });

  test("a compressed body is verified as what it was before, where the runtime can", async () => {
    const { id, headers, body } = await signed('{"a":1}');
    const coded = {
      headers: [...headers, ["content-encoding", "gzip"]],
      body: gzipSync(body),
    } as const;
    await answers(name.includes("edge") ? "body_encoding_unsupported" : "received", {
      id,
      ...coded,
    });
  });

  test("a client that goes away leaves no trace", async () => {
    const { id, headers, body } = await signed('{"a":1}');
    const length = ["content-length", String(body.length)] as const;
    const socket = await openRequest(app.url, {
      path: route,
      headers: [...headers, length],
      body: body.subarray(0, -1),
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await answers("received", { id, headers, body });
    await hasHandled(1, id);
  });

  test("paths with repeated slashes, or one at the end, are redirected by Next", async () => {
    for (const path of [`/${route}`, `${route}/`]) {
      const { id, headers, body } = await signed();
      expect((await send({ headers, body }, path)).status).toBe(308);
      await answers("received", { id, headers, body });
      await hasHandled(1, id);
    }
  });

  test("the URL keeps its escapes", async () => {
    const { id, headers, body } = await signed();
    expect((await send({ headers, body }, escaped)).status).toBe(200);
    await hasHandled(1, id, escaped);
  });
});

testAnswerFirst(() => app, secret);
