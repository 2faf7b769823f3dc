import { type Provider, sign } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { now, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const token: Provider = provider({
  signature: {
    scheme: "token",
    field: [{ header: "x-token" }, { query: "token" }],
    encoding: "utf8",
  },
});
const basic: Provider = provider({ signature: { scheme: "basic" } });
const secret = "a secret of the tests";

describe("token", () => {
  const verdict = (value: string | string[], by: string | Uint8Array = secret): Promise<string> =>
    verdictOf(token, post({ "x-token": value }, "{}"), { secret: by, now });

  test.each<[string | string[], string]>([
    [secret, "accepted"],
    [secret.toUpperCase(), "signature_mismatch"],
    [secret.slice(2), "signature_mismatch"],
    [`${secret}\0`, "signature_mismatch"],
    [`${secret} `, "signature_malformed"],
    [[secret, secret], "signature_mismatch"],
    ["", "signature_missing"],
    ["undefined", "signature_mismatch"],
  ])("%j is %s", async (value, code) => {
    expect(await verdict(value)).toBe(code);
  });

  test("is compared as it is written: nothing stands for a character that is not there", async () => {
    expect(await verdict("größe", "größe")).toBe("accepted");
    expect(await verdict("gro\u0308ße", "größe")).toBe("signature_mismatch");
    for (const bytes of [
      [0xff, 0xfe],
      [0xf0, 0x9f, 0x98],
      [0xef, 0xbb, 0xbf, 0x61],
    ]) {
      for (const value of ["\ufffd\ufffd", "\ufffd", "\ud800", "a"]) {
        expect(await verdict(value, Uint8Array.from(bytes))).not.toBe("accepted");
      }
    }
  });

  test("may be in the URL", async () => {
    const at = (query: string): Promise<string> =>
      verdictOf(token, { ...post({}, "{}"), url: `https://example.com/${query}` }, { secret, now });
    expect(await at(`?token=${encodeURIComponent(secret)}`)).toBe("accepted");
    expect(await at(`?token=x&token=${encodeURIComponent(secret)}`)).toBe("signature_mismatch");
    expect(await at("?token=")).toBe("signature_missing");
    expect(await at("?Token=x")).toBe("signature_missing");
  });
});

describe("basic", () => {
  const user = "user:pass:word";
  const verdict = (value: string): Promise<string> =>
    verdictOf(basic, post({ Authorization: value }, "{}"), { secret: user, now });

  test.each([
    [`Basic ${btoa(user)}`, "accepted"],
    [`Basic ${btoa("user:other")}`, "signature_mismatch"],
    [`Basic ${btoa("user")}`, "signature_mismatch"],
    [`Basic ${user}`, "signature_malformed"],
    [`Bearer ${btoa(user)}`, "signature_malformed"],
    [btoa(user), "signature_malformed"],
    ["Basic ", "signature_malformed"],
    [`Basic  ${btoa(user)}`, "signature_malformed"],
  ])("%s is %s", async (value, code) => {
    expect(await verdict(value)).toBe(code);
  });

  test("what is signed is what a browser would send", async () => {
    const { headers } = await sign(basic, { secret: user, body: "" });
    expect(headers).toMatchObject({ authorization: `Basic ${btoa(user)}` });
  });
});
