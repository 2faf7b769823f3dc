import { generateKeyPairSync, type KeyObject, sign as signNode } from "node:crypto";
import {
  createKeyCache,
  createReceiver,
  type JwtSignature,
  type Provider,
  verify,
} from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KeyServer, startKeyServer } from "./sample-key-server.ts";
import { now, nowMs, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
const url = "https://keys.example.com/jwks";
const signature: JwtSignature = {
  scheme: "jwt",
  algorithms: "RS256",
  field: { header: "x-token" },
  keys: { format: "jwks", url },
  requires: { claim: "aud", equals: "{secret}" },
};
const which: Provider = provider({ signature });
const secret = "an audience";

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(
  key: KeyObject,
  header: object = { kid: "k1" },
  claims: object = { aud: secret },
): string {
  const text = `${part({ alg: "RS256", ...header })}.${part(claims)}`;
  return `${text}.${signNode("sha256", Buffer.from(text), key).toString("base64url")}`;
}

const jwk = (key: KeyObject, more: object = { kid: "k1" }): object => ({
  ...key.export({ format: "jwk" }),
  ...more,
});
const delivery = (text: string) => post({ "x-token": text }, "{}");
const genuine = delivery(token(pair.privateKey));

let server: KeyServer;
beforeEach(async () => {
  server = await startKeyServer();
});
afterEach(() => server.close());

const serve = (...keys: object[]): void =>
  server.answer((response) => response.end(JSON.stringify({ keys })));

const verdict = (sent = genuine, options: object = {}): Promise<string> =>
  verdictOf(which, sent, { secret, now, keys: server.keys, ...options });

describe("a key of the set", () => {
  test("that the token names is fetched once, and used", async () => {
    serve(jwk(other.publicKey, { kid: "k0" }), jwk(pair.publicKey, { use: "sig", kid: "k1" }));
    expect(await verdict()).toBe("accepted");
    expect(await verdict()).toBe("accepted");
    expect(await verdict(delivery(token(other.privateKey)))).toBe("signature_mismatch");
    expect(await verdict(genuine, { secret: "another audience" })).toBe("signature_mismatch");
    expect(server.asked).toEqual([url]);
  });

  test("is needed by several at once, and fetched once", async () => {
    serve(jwk(pair.publicKey));
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => verdict()));
    expect(new Set(verdicts)).toEqual(new Set(["accepted"]));
    expect(server.asked).toHaveLength(1);
  });

  test("need not be named where it is the only one", async () => {
    serve(jwk(pair.publicKey, {}));
    expect(await verdict(delivery(token(pair.privateKey, {})))).toBe("accepted");
  });

  test("has to be named among several, and by one name each", async () => {
    const unnamed = delivery(token(pair.privateKey, {}));
    serve(jwk(pair.publicKey), jwk(other.publicKey, { kid: "k2" }));
    expect(await verdict(unnamed)).toBe("signature_mismatch");
    expect(await verdict()).toBe("accepted");
    serve(jwk(pair.publicKey), jwk(other.publicKey));
    expect(await verdict(genuine, { keys: { ...server.keys, documents: new Map() } })).toBe(
      "signature_mismatch",
    );
  });

  test("is found among two hundred, and of those that are not keys", async () => {
    const many = Array.from({ length: 200 }, (_, i) => jwk(other.publicKey, { kid: `o${i}` }));
    const odd = [null, 1, "k1", [], {}, { kid: "k1" }, { kid: "k1", kty: "oct", k: "YQ" }];
    serve(...(odd as object[]), ...many, jwk(pair.publicKey));
    expect(await verdict()).toBe("accepted");
  });

  test.each<[string, object]>([
    ["of another use", { use: "enc" }],
    ["of another algorithm", { alg: "RS512" }],
    ["of another kind", { kty: "EC" }],
    ["for other operations", { key_ops: ["encrypt"] }],
    ["without a modulus", { n: undefined }],
    ["whose id is no text", { kid: 1 }],
    ["of another id", { kid: "K1" }],
  ])("does not count %s", async (_, more) => {
    serve(jwk(pair.publicKey, { kid: "k1", ...more }));
    expect(await verdict()).toBe("signature_mismatch");
  });

  test("is never where the token says", async () => {
    serve(jwk(pair.publicKey));
    const own = {
      kid: "k1",
      jku: "https://attacker.example/jwks",
      x5u: "https://attacker.example/cert",
      jwk: jwk(other.publicKey),
    };
    expect(await verdict(delivery(token(other.privateKey, own)))).toBe("signature_mismatch");
    for (const kid of [
      "../../k1",
      "k1\0",
      "k1?",
      "__proto__",
      "https://attacker.example",
      1,
      null,
      {},
    ]) {
      const odd = delivery(token(other.privateKey, { ...own, kid }));
      expect(await verdict(odd), String(kid)).toBe("signature_mismatch");
    }
    expect(new Set(server.asked)).toEqual(new Set([url]));
  });
});

describe("a set is remembered", () => {
  const at = (seconds: number) => ({ now: () => nowMs + seconds * 1000 });

  test("for ten minutes", async () => {
    serve(jwk(pair.publicKey));
    for (const seconds of [0, 29, 31, 599]) await verdict(genuine, at(seconds));
    expect(server.asked).toHaveLength(1);
    serve(jwk(other.publicKey));
    expect(await verdict(genuine, at(601))).toBe("signature_mismatch");
    expect(server.asked).toHaveLength(2);
  });

  test("until a token names a key that it has not, and half a minute is over", async () => {
    serve(jwk(pair.publicKey));
    const next = delivery(token(other.privateKey, { kid: "k2" }));
    expect(await verdict(genuine)).toBe("accepted");
    serve(jwk(pair.publicKey), jwk(other.publicKey, { kid: "k2" }));
    expect(await verdict(next, at(29))).toBe("signature_mismatch");
    expect(server.asked).toHaveLength(1);
    expect(await verdict(next, at(31))).toBe("accepted");
    const unknown = delivery(token(other.privateKey, { kid: "k3" }));
    for (const seconds of [32, 40, 60]) {
      expect(await verdict(unknown, at(seconds))).toBe("signature_mismatch");
    }
    expect(server.asked).toHaveLength(2);
  });

  test("by URL, and of no more than a hundred", async () => {
    serve(jwk(pair.publicKey));
    const tenants = provider({
      signature: { ...signature, keys: { format: "jwks", url: "{secret}" }, requires: [] },
    });
    for (let i = 0; i < 120; i++) {
      await verify(tenants, genuine, { secret: `https://t${i}.example/`, now, keys: server.keys });
    }
    expect(server.keys.documents.size).toBe(100);
  });
});

describe("a set that can't be had is the receiver's fault, for which the provider tries again", () => {
  const body = JSON.stringify({ keys: [jwk(pair.publicKey)] });

  test.each<[string, Parameters<KeyServer["answer"]>[0]]>([
    ["404", (response) => response.writeHead(404).end(body)],
    ["204", (response) => response.writeHead(204).end()],
    ["a redirect", (response) => response.writeHead(302, { location: "/else" }).end(body)],
    ["nothing", (response) => response.end()],
    ["no JSON", (response) => response.end("<html></html>")],
    ["another JSON", (response) => response.end('{"keys":{}}')],
    ["null", (response) => response.end("null")],
    ["too much", (response) => response.end(`${body.slice(0, -1)}${" ".repeat(100_000)}}`)],
    [
      "too much in pieces",
      (response) => {
        response.write(body);
        for (let i = 0; i < 200; i++) response.write(" ".repeat(1000));
        response.end();
      },
    ],
    [
      "half of it",
      (response) => {
        response.writeHead(200, { "content-length": body.length });
        response.write(body.slice(0, 100));
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ["a closed connection", (response) => response.destroy()],
  ])("%s", async (_, reply) => {
    server.answer(reply);
    expect(await verdict()).toBe("keys_unavailable");
    expect(server.asked).toHaveLength(1);
    expect(await verdict(genuine, { now: () => nowMs + 29_000 })).toBe("keys_unavailable");
    expect(server.asked).toHaveLength(1);
    serve(jwk(pair.publicKey));
    expect(await verdict(genuine, { now: () => nowMs + 31_000 })).toBe("accepted");
  });

  test.each<[string, Parameters<KeyServer["answer"]>[0]]>([
    ["never", () => undefined],
    ["never to an end", (response) => response.write(body)],
  ])("that answers %s", { timeout: 20_000 }, async (_, reply) => {
    server.answer(reply);
    const startedAt = performance.now();
    expect(await verdict()).toBe("keys_unavailable");
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test("a fetch that follows redirects all the same", async () => {
    server.answer((response) => {
      if (response.req.url === "/else") response.end(body);
      else response.writeHead(302, { location: "/else" }).end();
    });
    const keys = createKeyCache({
      fetch: (to, init) => server.keys.fetch?.(to, { ...init, redirect: "follow" }) as never,
    });
    expect(await verdict(genuine, { keys })).toBe("keys_unavailable");
  });

  test("a redirect, which is not even asked for", async () => {
    const paths: (string | undefined)[] = [];
    server.answer((response) => {
      paths.push(response.req.url);
      response.writeHead(307, { location: "/else" }).end();
    });
    expect(await verdict()).toBe("keys_unavailable");
    expect(paths).toEqual(["/jwks"]);
  });

  test("an empty set is an answer", async () => {
    serve();
    expect(await verdict()).toBe("signature_mismatch");
  });
});

test("without a memory for keys such a provider is not verified", async () => {
  const refused = verify(which, genuine, { secret, now });
  await expect(refused).rejects.toMatchObject({
    code: "option_invalid",
    message: expect.stringContaining("createKeyCache"),
  });
});

test("a receiver has a memory of its own, and answers 503 while there are no keys", async () => {
  const { keys } = server;
  const receiver = createReceiver({
    provider: which,
    secret,
    now,
    keys,
    on: { "*": () => undefined },
  });
  server.answer((response) => response.writeHead(500).end());
  expect((await receiver.receive(genuine)).status).toBe(503);
  keys.documents.clear();
  serve(jwk(pair.publicKey));
  expect((await receiver.receive(genuine)).status).toBe(200);
  expect(() => createReceiver({ provider: which, secret, keys: {} as never, on: {} })).toThrow(
    /createKeyCache/,
  );
});
