import { generateKeyPairSync, type KeyObject, sign as signNode } from "node:crypto";
import { createKeyCache, type JwtSignature, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, nowMs, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const pair = generateKeyPairSync("ed25519");
const other = generateKeyPairSync("ed25519");
const body = '{"a":"größe"}';
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

const signature: JwtSignature = {
  scheme: "jwt",
  algorithms: "EdDSA",
  field: { header: "x-signature" },
  content: "{timestamp}.{body}",
  secret: { encoding: "jwk" },
};
const which = provider({ signature, timestamp: { header: "x-time", unit: "ms" } });
const jwk = (key: KeyObject): string => JSON.stringify(key.export({ format: "jwk" }));
const secret = jwk(pair.publicKey);

function made(head: object = { alg: "EdDSA" }, key = pair.privateKey, payload = ""): string {
  const start = base64url(JSON.stringify(head));
  const text = `${start}.${base64url(`${nowMs}.${body}`)}`;
  return `${start}.${payload}.${signNode(null, Buffer.from(text), key).toString("base64url")}`;
}

const sent = (text: string, more: Record<string, string> = {}, what = body) =>
  post({ "x-signature": text, "x-time": String(nowMs), ...more }, what);

describe("a token that leaves its payload out", () => {
  test("is verified over what is signed in its place, and claims nothing", async () => {
    const { claims, timestamp } = await verify(which, sent(made()), { secret, now });
    expect(claims).toBe(undefined);
    expect(timestamp?.getTime()).toBe(nowMs);
  });

  test("and what is signed here, node:crypto has made", async () => {
    const delivery = await sign(which, { secret: jwk(pair.privateKey), body, timestamp: nowMs });
    expect((delivery.headers as Record<string, string>)["x-signature"]).toBe(made());
  });

  const own = base64url(`${nowMs}.${body}`);
  test.each([
    ["with a payload of its own", made(undefined, undefined, own), "signature_mismatch"],
    ["by another key", made(undefined, other.privateKey), "signature_mismatch"],
    ["by another algorithm", made({ alg: "ES256" }), "signature_mismatch"],
    ["not signed", `${base64url('{"alg":"none"}')}..`, "signature_malformed"],
    [
      "not signed, with something there",
      `${base64url('{"alg":"none"}')}..AA`,
      "signature_mismatch",
    ],
    [
      "with a critical header",
      made({ alg: "EdDSA", b64: false, crit: ["b64"] }),
      "signature_mismatch",
    ],
    ["without its header", made().replace(/^[^.]*/, ""), "signature_malformed"],
    ["of two parts", made().replace("..", "."), "signature_malformed"],
    ["of four parts", `${made()}.`, "signature_malformed"],
    ["with padding", `${made()}==`, "signature_malformed"],
  ])("%s is refused", async (_, text, code) => {
    expect(await verdictOf(which, sent(text), { secret, now })).toBe(code);
  });

  test("does not count for another body or time", async () => {
    expect(await verdictOf(which, sent(made(), {}, `${body} `), { secret, now })).toBe(
      "signature_mismatch",
    );
    const later = { "x-time": String(nowMs + 1) };
    expect(await verdictOf(which, sent(made(), later), { secret, now })).toBe("signature_mismatch");
    const old = { secret, now: () => nowMs + 301_000 };
    expect(await verdictOf(which, sent(made()), old)).toBe("timestamp_too_old");
  });

  test("is no token with claims, and no such token is one of these", async () => {
    const claimed: JwtSignature = { ...signature };
    const { content: _, ...plain } = claimed;
    expect(await verdictOf(provider({ signature: plain }), sent(made()), { secret, now })).toBe(
      "signature_mismatch",
    );
  });
});

describe("the key's id", () => {
  const { secret: _, ...published } = signature;
  const url = "https://keys.example.com/jwks";
  const keyed = provider({
    signature: {
      ...published,
      keys: { format: "jwks", url, id: { header: "x-key" } },
      requires: { header: "x-owner", equals: "{secret}" },
    },
    timestamp: { header: "x-time", unit: "ms" },
  });
  const set = [other, pair].map(({ publicKey }, i) => ({
    ...publicKey.export({ format: "jwk" }),
    kid: `k${i}`,
  }));
  const verdict = (text: string, id?: string): Promise<string> =>
    verdictOf(keyed, sent(text, { "x-owner": "me", ...(id && { "x-key": id }) }), {
      secret: "me",
      now,
      keys: createKeyCache({ fetch: async () => new Response(JSON.stringify({ keys: set })) }),
    });

  test("is the token's own, else what the delivery says beside it", async () => {
    expect(await verdict(made({ alg: "EdDSA", kid: "k1" }))).toBe("accepted");
    expect(await verdict(made(), "k1")).toBe("accepted");
    expect(await verdict(made({ alg: "EdDSA", kid: "k1" }), "k0")).toBe("accepted");
    expect(await verdict(made(), "k0")).toBe("signature_mismatch");
    expect(await verdict(made({ alg: "EdDSA", kid: "k0" }), "k1")).toBe("signature_mismatch");
    expect(await verdict(made())).toBe("signature_mismatch");
    expect(await verdict(made(), "../k1")).toBe("signature_mismatch");
  });
});
