import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { type JwtSignature, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, post, provider } from "./sample-providers.ts";
import {
  base,
  bearer,
  body,
  part,
  plain,
  seconds,
  secret,
  shared,
  token,
  verdict,
} from "./sample-token.ts";
import { verdictOf } from "./verdict-of.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");

const pem = (key: KeyObject): string =>
  key.export({ type: key.type === "public" ? "spki" : "pkcs8", format: "pem" }).toString();
const jwkOf = (key: KeyObject): string => JSON.stringify(key.export({ format: "jwk" }));

describe("a token that node:crypto signs is accepted", () => {
  test.each(["HS256", "HS384", "HS512"])("by %s", async (alg) => {
    const text = token(secret, { alg }, { sub: "größe" });
    const verified = await verify(plain, bearer(text), { secret, now });
    expect(verified.claims).toEqual({ sub: "größe" });
    expect(await verdict(plain, text, { secret: `${secret}x` })).toBe("signature_mismatch");
  });

  test.each<[JwtSignature["algorithms"], typeof rsa]>([
    ["RS256", rsa],
    ["ES256", ec],
    ["EdDSA", ed],
  ])("by %s, with a key as PEM, as JWK and as bytes", async (alg, { publicKey, privateKey }) => {
    const text = token(privateKey, { alg }, {});
    for (const [encoding, own] of [
      ["pem", pem(publicKey)],
      ["jwk", jwkOf(publicKey)],
      [undefined, publicKey.export({ type: "spki", format: "der" })],
    ] as const) {
      const format = encoding && { secret: { encoding } };
      const which = provider({ signature: { ...base, algorithms: alg, ...format } });
      expect(await verdict(which, text, { secret: own })).toBe("accepted");
      const [head, , mac] = text.split(".");
      const changed = [head, part({ a: 1 }), mac].join(".");
      expect(await verdict(which, changed, { secret: own })).toBe("signature_mismatch");
    }
  });

  test.each([
    ["EdDSA", "accepted"],
    ["Ed25519", "accepted"],
    ["ES256", "secret_invalid"],
    [null, "secret_invalid"],
  ])("by a JWK that says it is for %s: %s", async (named, expected) => {
    const signature = { ...base, algorithms: "EdDSA", secret: { encoding: "jwk" } } as const;
    const own = JSON.stringify({ ...ed.publicKey.export({ format: "jwk" }), alg: named });
    const text = token(ed.privateKey, { alg: "EdDSA" }, {});
    expect(await verdict(provider({ signature }), text, { secret: own })).toBe(expected);
  });

  test("and what is signed here, node:crypto takes", async () => {
    const delivery = await sign(plain, { secret, body });
    const { authorization = "" } = delivery.headers as Record<string, string>;
    const [head, payload, mac] = authorization.replace("Bearer ", "").split(".");
    const made = createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url");
    expect(mac).toBe(made);
  });
});

describe("the algorithm is the preset's", () => {
  const keys = (key: KeyObject): [string, string | Buffer][] => [
    ["PEM", pem(key)],
    ["trimmed PEM", pem(key).trim()],
    ["DER", key.export({ type: "spki", format: "der" })],
    ["JWK", jwkOf(key)],
  ];

  test.each(keys(rsa.publicKey))("HS256 with the public key as %s is refused", async (_, key) => {
    for (const encoding of ["pem", "jwk"] as const) {
      const signature = { ...base, algorithms: "RS256", secret: { encoding } } as const;
      const own = encoding === "pem" ? pem(rsa.publicKey) : jwkOf(rsa.publicKey);
      const text = token(key, { alg: "HS256" }, {});
      expect(await verdict(provider({ signature }), text, { secret: own })).toBe(
        "signature_mismatch",
      );
    }
  });

  test.each([...keys(rsa.publicKey), ...keys(ec.publicKey), ...keys(ed.publicKey)])(
    "a public key as %s is no shared secret",
    async (_, key) => {
      const text = token(key, { alg: "HS256" }, {});
      expect(await verdict(plain, text, { secret: key })).not.toBe("accepted");
    },
  );

  test("a preset that takes both keeps them apart", async () => {
    const pair = { ...base, algorithms: "RS256", secret: { encoding: "pem" } } as const;
    const which = provider({ signature: [shared, pair] });
    const own = pem(rsa.publicKey);
    expect(await verdict(which, token(rsa.privateKey, { alg: "RS256" }, {}), { secret: own })).toBe(
      "accepted",
    );
    for (const key of [own, own.trim(), rsa.publicKey.export({ type: "spki", format: "der" })]) {
      const forged = token(key, { alg: "HS256" }, {});
      expect(await verdict(which, forged, { secret: own })).toBe("signature_mismatch");
    }
  });

  test("of those it lists, and no other", async () => {
    const only = provider({ signature: { ...shared, algorithms: "HS256" } });
    for (const alg of ["HS384", "HS512"]) {
      expect(await verdict(only, token(secret, { alg }, {}))).toBe("signature_mismatch");
    }
  });

  test.each(["none", "None", "nOnE", "HS1", "", "toString"])("%j is none", async (alg) => {
    const text = `${part({ alg })}.${part({})}`;
    expect(await verdict(plain, `${text}.`)).toBe("signature_malformed");
    const mac = createHmac("sha256", secret).update(text).digest("base64url");
    expect(await verdict(plain, `${text}.${mac}`)).toBe("signature_mismatch");
  });

  test("an RSA key of 1024 bits is none", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const signature = { ...base, algorithms: "RS256", secret: { encoding: "pem" } } as const;
    const text = token(privateKey, { alg: "RS256" }, {});
    const own = pem(publicKey);
    expect(await verdict(provider({ signature }), text, { secret: own })).toBe("secret_invalid");
  });
});

describe("a token's form", () => {
  const genuine = token(secret, { alg: "HS256" }, { iat: seconds });
  const [head = "", payload = "", mac = ""] = genuine.split(".");
  const signed = (first: string, second: string): string => {
    const text = `${first}.${second}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };

  test.each([
    ["two parts", `${head}.${payload}`],
    ["four parts", `${genuine}.${mac}`],
    ["an empty signature", `${head}.${payload}.`],
    ["a space", `${head}. ${payload}.${mac}`],
    ["a line break", `${head}.${payload}.${mac}\n`],
    ["a space before it", ` ${genuine}`],
    ["padding", `${head}.${payload}.${mac}=`],
    ["9,000 characters", signed(head, part("x".repeat(9000)))],
  ])("with %s is malformed", async (_, text) => {
    expect(await verdict(plain, text)).toBe("signature_malformed");
  });

  test.each([
    ["a payload that is no JSON", signed(head, part("no JSON"))],
    ["a payload that is a list", signed(head, part([1]))],
    ["a payload that is null", signed(head, part("null"))],
    ["a header that is text", signed(part('"HS256"'), payload)],
    ["bytes that are no text", signed(head, Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url"))],
    ["bits to spare", signed(head, `${part("{}").slice(0, -1)}1`)],
    ["a mark of byte order", signed(head, part("\uFEFF{}"))],
    ["a critical header", token(secret, { alg: "HS256", crit: ["exp"], exp: 1 }, {})],
  ])("with %s is refused, though it is signed", async (_, text) => {
    expect(await verdict(plain, text)).toBe("signature_mismatch");
  });

  test("names claims once, or the last counts, in what is read as in what is checked", async () => {
    const which = provider({
      signature: { ...shared, requires: { claim: "iss", equals: "b" } },
      deliveryId: { claim: "iss" },
    });
    const text = signed(head, part('{"iss":"a","iss":"b"}'));
    expect((await verify(which, bearer(text), { secret, now })).id).toBe("b");
    expect(await verdict(which, signed(head, part('{"iss":"b","iss":"a"}')))).toBe(
      "signature_mismatch",
    );
  });

  test("is the whole body, where the provider sends it so", async () => {
    const which = provider({
      signature: { ...shared, field: { body: "text" } },
      payload: { claim: "" },
      eventType: { claim: "type" },
    });
    const text = token(secret, { alg: "HS256" }, { type: "t", text: "x".repeat(20_000) });
    expect((await verify(which, post({}, text), { secret, now })).type).toBe("t");
    for (const other of [`\uFEFF${text}`, `${text}\n`, ` ${text}`, "", "{}"]) {
      expect(await verdictOf(which, post({}, other), { secret, now }), other.slice(0, 9)).toMatch(
        /^signature_(malformed|missing)$/,
      );
    }
  });
});
