import { createHash } from "node:crypto";
import { type Provider, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, nowMs, post, provider } from "./sample-providers.ts";
import { bearer, body, plain, seconds, secret, shared, token, verdict } from "./sample-token.ts";
import { verdictOf } from "./verdict-of.ts";

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
