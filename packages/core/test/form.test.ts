import { type Form, type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, now, nowMs, post, timed } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const body = '{"id":"evt_1"}';
const seconds = nowMs / 1000;
const late = { secret, now: (): number => nowMs + 3_600_000 };

const timestamped: Form = {
  signature: { ...bodyHmac, field: { header: "x-signature" }, content: "{timestamp}.{body}" },
  timestamp: { header: "x-time", unit: "s" },
};
const bare: Form = {
  signature: { ...bodyHmac, field: { header: "signature" } },
  bodyStart: "{",
};
const two: Provider = {
  id: "two",
  name: "Two forms",
  docs: "https://example.com/",
  forms: { timestamped, bare },
};
const bareHeaders = { signature: hmacHex(secret, body) };
const timedHeaders = {
  "x-signature": hmacHex(secret, `${seconds}.${body}`),
  "x-time": String(seconds),
};

describe("several forms", () => {
  test("each delivery is judged by the form that it carries", async () => {
    expect((await verify(two, post(timedHeaders, body), { secret, now })).form).toBe("timestamped");
    expect((await verify(two, post(bareHeaders, body), { secret, now })).form).toBe("bare");
    const legacy = { ...bareHeaders, "x-signature": bareHeaders.signature };
    expect((await verify(two, post(legacy, body), { secret, now })).form).toBe("bare");
  });

  test("a delivery that one form refuses does not pass by another", async () => {
    const stale = { ...timedHeaders, ...bareHeaders };
    expect(await verdictOf(two, post(stale, body), late)).toBe("timestamp_too_old");
    const forged = { ...timedHeaders, "x-signature": hmacHex("other", body), ...bareHeaders };
    expect(await verdictOf(two, post(forged, body), { secret, now })).toBe("signature_mismatch");
  });

  test("what was signed in one form is nothing in another", async () => {
    const signedText = { signature: timedHeaders["x-signature"] };
    expect(await verdictOf(two, post(signedText, `${seconds}.${body}`), late)).toBe(
      "signature_mismatch",
    );
    expect(await verdictOf(two, post(signedText, body), late)).toBe("signature_mismatch");
    const asTimed = { "x-signature": bareHeaders.signature, "x-time": String(seconds) };
    expect(await verdictOf(two, post(asTimed, body), { secret, now })).toBe("signature_mismatch");
  });

  test("a body that does not begin as it must is refused", async () => {
    for (const text of ["", "[]", " {}", "\uFEFF{}", "1.{}"]) {
      const headers = { signature: hmacHex(secret, text) };
      expect(await verdictOf(two, post(headers, text), { secret, now }), text).toBe(
        "signature_mismatch",
      );
    }
  });

  test("the refusal names what is wrong with the form that was meant", async () => {
    expect(await verdictOf(two, post({}, body), { secret, now })).toBe("signature_missing");
    const noTime = { "x-signature": timedHeaders["x-signature"] };
    expect(await verdictOf(two, post(noTime, body), { secret, now })).toBe("timestamp_malformed");
    const malformed = { signature: "zz" };
    expect(await verdictOf(two, post(malformed, body), { secret, now })).toBe(
      "signature_malformed",
    );
  });

  test("one can be pinned", async () => {
    const pin = (form: string) => ({ secret, now, form });
    expect(await verdictOf(two, post(bareHeaders, body), pin("bare"))).toBe("accepted");
    expect(await verdictOf(two, post(bareHeaders, body), pin("timestamped"))).toBe(
      "signature_missing",
    );
    expect(await verdictOf(two, post(timedHeaders, body), pin("bare"))).toBe("signature_missing");
    for (const form of ["", "other", "__proto__", "toString"]) {
      expect(await verdictOf(two, post(bareHeaders, body), pin(form)), form).toBe("option_invalid");
    }
    await expect(sign(two, { secret, body, form: "other" })).rejects.toMatchObject({
      code: "option_invalid",
    });
    const signed = await sign(two, { secret, body, form: "bare" });
    expect((await verify(two, signed, { secret, now })).form).toBe("bare");
  });
});

describe("a header of several sets, each with its time", () => {
  const sets: Provider = {
    ...timed,
    sets: { header: "x-signature", split: " " },
  } as Provider;
  const set = (key: string, at: number = seconds): string =>
    `t=${at},v1=${hmacHex(key, `${at}.${body}`)}`;
  const verdict = (value: string | string[], options = { secret, now }): Promise<string> =>
    verdictOf(sets, post({ "x-signature": value }, body), options);

  test.each([
    ["one", set(secret), "accepted"],
    ["ours first", `${set(secret)} ${set("other")}`, "accepted"],
    ["ours last", `${set("other")} ${set(secret)}`, "accepted"],
    ["ours fresh beside ours stale", `${set(secret, 12)} ${set(secret)}`, "accepted"],
    [
      "ours stale beside another's fresh",
      `${set(secret, 12)} ${set("other")}`,
      "timestamp_too_old",
    ],
    [
      "another's fresh beside ours stale",
      `${set("other")} ${set(secret, 12)}`,
      "timestamp_too_old",
    ],
    [
      "the signature of one under the time of another",
      `t=${seconds},v1=${hmacHex(secret, `12.${body}`)} ${set("other")}`,
      "signature_mismatch",
    ],
    [
      "time and signature in two sets",
      `t=${seconds} v1=${hmacHex(secret, `${seconds}.${body}`)}`,
      "timestamp_malformed",
    ],
    ["51", Array(51).fill(set(secret)).join(" "), "signature_malformed"],
    ["two spaces", `${set("other")}  ${set(secret)}`, "signature_malformed"],
    ["none", " ", "signature_malformed"],
  ])("%s", async (_, value, code) => {
    const verdictNow = await verdict(value);
    if (code === "timestamp_malformed") expect(verdictNow).toMatch(/_malformed$/);
    else expect(verdictNow).toBe(code);
  });

  test("sent twice", async () => {
    expect(await verdict([set(secret), set(secret)])).toBe("signature_malformed");
    expect(await verdict([set("other"), set(secret)])).toBe("signature_malformed");
  });
});
