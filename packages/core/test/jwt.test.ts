import {
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign as signNode,
} from "node:crypto";
import { type JwtSignature, type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, nowMs, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const seconds = nowMs / 1000;
const secret = "a secret of the tests, long enough";
const body = '{"a":"größe"}';

const part = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const pem = (key: KeyObject): string =>
  key.export({ type: key.type === "public" ? "spki" : "pkcs8", format: "pem" }).toString();
const jwkOf = (key: KeyObject): string => JSON.stringify(key.export({ format: "jwk" }));

/** A token by node:crypto, of whatever header and payload. */
function token(key: string | Buffer | KeyObject, header: object, claims: unknown): string {
  const text = `${part({ typ: "JWT", ...header })}.${part(claims)}`;
  const { alg } = header as { readonly alg: string };
  if (typeof key === "string" || Buffer.isBuffer(key)) {
    const hash = `sha${alg.slice(2)}`;
    return `${text}.${createHmac(hash, key).update(text).digest("base64url")}`;
  }
  const options = { key, dsaEncoding: "ieee-p1363" } as const;
  const made = signNode(alg === "EdDSA" ? null : "sha256", Buffer.from(text), options);
  return `${text}.${made.toString("base64url")}`;
}

const base = { scheme: "jwt", field: { header: "authorization", prefix: "Bearer " } } as const;
const bearer = (text: string, sent: string = body) =>
  post({ authorization: `Bearer ${text}` }, sent);
const shared: JwtSignature = { ...base, algorithms: ["HS256", "HS384", "HS512"] };
const plain: Provider = provider({ signature: shared });
const verdict = (which: Provider, text: string, options: object = {}): Promise<string> =>
  verdictOf(which, bearer(text), { secret, now, ...options });

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

describe("what has to hold", () => {
  const sha = (text: string, encoding: "hex" | "base64" = "hex"): string =>
    createHash("sha256").update(text).digest(encoding);
  const which = provider({
    signature: {
      ...shared,
      requires: [
        { claim: "iss", equals: "us" },
        { claim: "aud", equals: "{url}" },
        { claim: "sum", hashOf: "body", encoding: "base64" },
      ],
    },
  });
  const right = { iss: "us", aud: "https://example.com/webhooks", sum: sha(body, "base64") };
  const of = (claims: object): string => token(secret, { alg: "HS256" }, { ...right, ...claims });

  test.each<[string, object]>([
    ["as it is", {}],
    ["an audience among others", { aud: ["x", right.aud] }],
  ])("%s", async (_, claims) => {
    expect(await verdict(which, of(claims))).toBe("accepted");
  });

  test.each<[string, object]>([
    ["another issuer", { iss: "them" }],
    ["no issuer", { iss: undefined }],
    ["an issuer that is an object", { iss: { 0: "us" } }],
    ["another audience", { aud: `${right.aud}x` }],
    ["no audience", { aud: [] }],
    ["a list in a list", { aud: [[right.aud]] }],
    ["the hash of another body", { sum: sha(`${body} `, "base64") }],
    ["the hash in another encoding", { sum: sha(body) }],
    ["no hash", { sum: undefined }],
    ["a null for a hash", { sum: null }],
  ])("is refused with %s", async (_, claims) => {
    expect(await verdict(which, of(claims))).toBe("signature_mismatch");
  });

  test("is compared with the URL that is given", async () => {
    const url = "https://public.example/hooks";
    expect(await verdict(which, of({ aud: url }), { url })).toBe("accepted");
    expect(await verdict(which, of({}), { url })).toBe("signature_mismatch");
  });

  test("a hash may be missing where the literal says so", async () => {
    const claim = { claim: "sum", hashOf: "body", encoding: "hex" } as const;
    const text = token(secret, { alg: "HS256" }, {});
    const verdicts = async (missing: "always" | "with an empty body"): Promise<string[]> => {
      const lax = provider({ signature: { ...shared, requires: { ...claim, missing } } });
      return Promise.all(
        ["", "{}"].map((sent) => verdictOf(lax, bearer(text, sent), { secret, now })),
      );
    };
    expect(await verdicts("always")).toEqual(["accepted", "accepted"]);
    expect(await verdicts("with an empty body")).toEqual(["accepted", "signature_mismatch"]);
  });

  test("nothing is read of a token that is not verified", async () => {
    const read = provider({ signature: shared, deliveryId: { claim: "jti" } });
    const text = token(secret, { alg: "HS256" }, { jti: "j1" });
    expect((await verify(read, bearer(text), { secret, now })).id).toBe("j1");
    const mixed = provider({
      signature: [shared, { scheme: "token", field: { header: "x-token" }, encoding: "utf8" }],
      deliveryId: { claim: "jti" },
    });
    const forged = post(
      { authorization: `Bearer ${token("x", { alg: "HS256" }, { jti: "j2" })}`, "x-token": secret },
      "{}",
    );
    expect((await verify(mixed, forged, { secret, now })).id).toBeUndefined();
  });
});

describe("a token's times", () => {
  const strict = provider({ signature: { ...shared, expires: true, leeway: 5 } });
  const dated = provider({
    signature: shared,
    timestamp: { claim: "iat", unit: "s", tolerance: 60 },
  });
  const of = (claims: object): string => token(secret, { alg: "HS256" }, claims);

  test.each<[string, Provider, object, string]>([
    ["ends now", strict, { exp: seconds }, "accepted"],
    ["ended within the leeway", strict, { exp: seconds - 4 }, "accepted"],
    ["ended before", strict, { exp: seconds - 5 }, "timestamp_too_old"],
    ["does not end", strict, {}, "signature_mismatch"],
    ["ends at a text", strict, { exp: String(seconds + 9) }, "signature_mismatch"],
    ["ends at null", plain, { exp: null }, "signature_mismatch"],
    ["begins within the leeway", strict, { exp: seconds + 9, nbf: seconds + 5 }, "accepted"],
    ["begins later", strict, { exp: seconds + 9, nbf: seconds + 6 }, "timestamp_in_future"],
    ["was made later", plain, { iat: seconds + 301 }, "timestamp_in_future"],
    ["need not end where nobody says so", plain, {}, "accepted"],
    ["ended, though it need not", plain, { exp: seconds - 300 }, "timestamp_too_old"],
    ["is fresh", dated, { iat: seconds - 60 }, "accepted"],
    ["is stale", dated, { iat: seconds - 61 }, "timestamp_too_old"],
    ["is ahead", dated, { iat: seconds + 61 }, "timestamp_in_future"],
    ["says no time", dated, {}, "timestamp_malformed"],
    ["says its time as text of another form", dated, { iat: "now" }, "signature_mismatch"],
  ])("one that %s", async (_, which, claims, expected) => {
    expect(await verdict(which, of(claims))).toBe(expected);
  });

  test("a tolerance that is given counts instead", async () => {
    const late = of({ exp: seconds - 30 });
    expect(await verdict(strict, late, { tolerance: 31 })).toBe("accepted");
    expect(await verdict(strict, late, { tolerance: 30 })).toBe("timestamp_too_old");
    expect(await verdict(strict, late, { tolerance: Number.POSITIVE_INFINITY })).toBe("accepted");
  });

  test("a clock that fails accepts nothing", async () => {
    for (const which of [strict, dated]) {
      const text = of({ exp: seconds + 9, iat: seconds });
      const broken = await verdict(which, text, { now: () => Number.NaN });
      expect(broken).not.toBe("accepted");
    }
  });

  test("the timestamp is the claim", async () => {
    const { timestamp } = await verify(dated, bearer(of({ iat: seconds })), { secret, now });
    expect(timestamp?.getTime()).toBe(nowMs);
  });
});
