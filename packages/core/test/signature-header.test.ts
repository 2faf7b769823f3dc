import { createHmac } from "node:crypto";
import type { Provider } from "@hooks/core";
import { describe, expect, test } from "vitest";
import {
  bodyHmac,
  hmacHex,
  now,
  post,
  provider,
  timed,
  timedDelivery,
} from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const body = '{"id":"evt_1"}';
const mac = hmacHex(secret, body);
const plain = provider({ signature: bodyHmac });
const listed = provider({
  signature: { ...bodyHmac, field: { header: "x-signature", split: ",", prefix: "v1=" } },
});

const verdict = (which: Provider, value: string | string[] | undefined): Promise<string> =>
  verdictOf(which, post({ "x-signature": value }, body), { secret, now });

describe("a header that holds one signature", () => {
  test.each([
    ["genuine", mac, "accepted"],
    ["absent", undefined, "signature_missing"],
    ["empty", "", "signature_missing"],
    ["an empty list", [], "signature_missing"],
    ["another", hmacHex(secret, "other"), "signature_mismatch"],
    ["upper-case", mac.toUpperCase(), "signature_malformed"],
    [
      "one digit in upper case",
      mac.replace(/[a-f]/, (digit) => digit.toUpperCase()),
      "signature_malformed",
    ],
    ["an odd number of digits", mac.slice(1), "signature_malformed"],
    ["no hex", "z".repeat(64), "signature_malformed"],
    ["hex as numbers are written", `0x${mac}`, "signature_malformed"],
    ["half", mac.slice(0, 32), "signature_mismatch"],
    ["one byte", mac.slice(0, 2), "signature_mismatch"],
    ["one byte more", `${mac}00`, "signature_mismatch"],
    ["with a space before", ` ${mac}`, "signature_malformed"],
    ["with a line break behind", `${mac}\n`, "signature_malformed"],
    ["sent twice", [mac, mac], "signature_malformed"],
    [
      "full-width digits",
      mac.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      "signature_malformed",
    ],
    ["NUL", "\0", "signature_malformed"],
    ["over 8 KB", "ab".repeat(4097), "signature_malformed"],
    ["8 KB", "ab".repeat(4096), "signature_mismatch"],
    ["an object's property", "__proto__", "signature_malformed"],
  ])("%s: %s", async (_, value, code) => {
    expect(await verdict(plain, value)).toBe(code);
  });

  test("is found whatever the case of its name, and in a Headers object", async () => {
    for (const headers of [
      { "X-Signature": mac },
      { "X-SIGNATURE": mac },
      new Headers({ "x-Signature": mac }),
    ]) {
      expect(await verdictOf(plain, { ...post({}, body), headers }, { secret })).toBe("accepted");
    }
  });

  test("that was appended to a Headers object is refused", async () => {
    const headers = new Headers([
      ["x-signature", mac],
      ["x-signature", mac],
    ]);
    expect(await verdictOf(plain, { ...post({}, body), headers }, { secret })).toBe(
      "signature_malformed",
    );
  });
});

describe("a header that holds several signatures", () => {
  const other = `v1=${hmacHex("another", body)}`;
  test.each([
    ["one", `v1=${mac}`, "accepted"],
    ["the genuine one first", `v1=${mac},${other}`, "accepted"],
    ["the genuine one last", `${other},v1=${mac}`, "accepted"],
    ["the genuine one in the middle", `${other},v1=${mac},${other}`, "accepted"],
    ["beside other kinds", `v0=1,v2=zz,v1=${mac}`, "accepted"],
    ["50, one genuine", [...Array(49).fill(other), `v1=${mac}`].join(","), "accepted"],
    ["51, one genuine", [...Array(50).fill(other), `v1=${mac}`].join(","), "signature_malformed"],
    ["other kinds alone", `v0=${mac}`, "signature_malformed"],
    ["no prefix", mac, "signature_malformed"],
    ["a prefix alone", "v1=", "signature_malformed"],
    ["another and a prefix alone", `${other},v1=`, "signature_malformed"],
    ["a separator alone", ",", "signature_malformed"],
    ["a separator behind", `v1=${mac},`, "signature_malformed"],
    ["a space behind the separator", `${other}, v1=${mac}`, "signature_malformed"],
    ["genuine beside one that is not hex", `v1=${mac},v1=zz`, "signature_malformed"],
    ["a prefix in another case", `V1=${mac}`, "signature_malformed"],
    ["a prefix twice", `v1=v1=${mac}`, "signature_malformed"],
    ["sent twice", [`v1=${mac}`, `v1=${mac}`], "signature_malformed"],
    ["over 8 KB", `${"v0=1,".repeat(1700)}v1=${mac}`, "signature_malformed"],
  ])("%s: %s", async (_, value, code) => {
    expect(await verdict(listed, value)).toBe(code);
  });

  test("a header with time and signature that was sent twice is refused", async () => {
    const value = timedDelivery(secret, body).headers["x-signature"] as string;
    expect(await verdictOf(timed, post({ "x-signature": value }, body), { secret, now })).toBe(
      "accepted",
    );
    const twice = post({ "x-signature": [value, value] }, body);
    expect(await verdictOf(timed, twice, { secret, now })).toBe("signature_malformed");
  });
});

test("of several signatures any may match, each by its own header and hash", async () => {
  const either = provider({
    signature: [{ ...bodyHmac, hash: "SHA-512", field: { header: "x-new" } }, bodyHmac],
  });
  const verdictFor = (headers: Record<string, string>): Promise<string> =>
    verdictOf(either, post(headers, body), { secret, now });
  const modern = createHmac("sha512", secret).update(body).digest("hex");
  expect(await verdictFor({ "x-new": modern })).toBe("accepted");
  expect(await verdictFor({ "x-signature": mac })).toBe("accepted");
  expect(await verdictFor({ "x-new": "00", "x-signature": mac })).toBe("accepted");
  expect(await verdictFor({ "x-new": modern, "x-signature": "00" })).toBe("accepted");
  expect(await verdictFor({ "x-new": mac, "x-signature": modern })).toBe("signature_mismatch");
  expect(await verdictFor({ "x-new": "zz" })).toBe("signature_malformed");
});

describe("base64", () => {
  const bytes = Buffer.from(mac, "hex");
  const text = bytes.toString("base64");
  const url = bytes.toString("base64url");
  const padded: Provider = provider({ signature: { ...bodyHmac, encoding: "base64" } });
  const unpadded: Provider = provider({ signature: { ...bodyHmac, encoding: "base64url" } });
  // The last digit before the padding has two bits that stand for nothing.
  const twin = (value: string): string => {
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return value.replace(
      /(.)(=?)$/,
      (_, digit: string, pad: string) => digits[digits.indexOf(digit) + 1] + pad,
    );
  };
  test.each([
    [padded, text, "accepted"],
    [padded, text.replace("=", ""), "signature_mismatch"],
    [padded, `${text}=`, "signature_mismatch"],
    [padded, twin(text), "signature_mismatch"],
    [padded, ` ${text}`, "signature_malformed"],
    [padded, `${text.slice(0, 20)}\n${text.slice(20)}`, "signature_malformed"],
    [padded, mac, "signature_mismatch"],
    [padded, Buffer.alloc(32, 0xff).toString("base64url"), "signature_malformed"],
    [unpadded, url, "accepted"],
    [unpadded, `${url}=`, "signature_malformed"],
    [unpadded, twin(url), "signature_mismatch"],
    [unpadded, Buffer.alloc(32, 0xff).toString("base64").replace("=", ""), "signature_malformed"],
  ])("%#: %s is %s", async (which, value, code) => {
    expect(Buffer.from(twin(text), "base64").equals(bytes)).toBe(true);
    expect(await verdict(which, value)).toBe(code);
  });
});
