import { type Provider, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import {
  bodyHmac,
  hmacHex,
  now,
  nowMs,
  post,
  provider,
  timed,
  timedDelivery,
  untimed,
} from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const body = '{"id":"evt_1"}';
const seconds = nowMs / 1000;

describe("digits", () => {
  test.each([
    [String(seconds), "accepted"],
    [`0${seconds}`, "accepted"],
    [String(nowMs), "timestamp_in_future"],
    ["0", "timestamp_too_old"],
    ["99999999999", "timestamp_in_future"],
    ["12abc", "timestamp_malformed"],
    [`${seconds}abc`, "timestamp_malformed"],
    [`${seconds}.5`, "timestamp_malformed"],
    [`${seconds}.`, "timestamp_malformed"],
    ["1e9", "timestamp_malformed"],
    ["-5", "timestamp_malformed"],
    [" 5", "timestamp_malformed"],
    [`+${seconds}`, "timestamp_malformed"],
    [`0x${seconds.toString(16)}`, "timestamp_malformed"],
    ["9".repeat(400), "timestamp_malformed"],
    ["Infinity", "timestamp_malformed"],
    ["NaN", "timestamp_malformed"],
    ["null", "timestamp_malformed"],
    ["", "timestamp_malformed"],
    [new Date(nowMs).toISOString(), "timestamp_malformed"],
    [
      String(seconds).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      "timestamp_malformed",
    ],
    [
      String(seconds).replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
      "timestamp_malformed",
    ],
  ])("%s, genuinely signed, is %s", async (time, code) => {
    expect(await verdictOf(timed, timedDelivery(secret, body, time), { secret, now })).toBe(code);
  });

  test.each(["5 ", `${seconds}\n`])("%j has no place in a list", async (time) => {
    expect(await verdictOf(timed, timedDelivery(secret, body, time), { secret, now })).toBe(
      "signature_malformed",
    );
  });

  test.each([" 5", `${seconds} `, `\t${seconds}`, `${seconds}\n`, `${seconds}, ${seconds}`])(
    "%j in a header of its own",
    async (time) => {
      const split: Provider = provider({
        signature: { ...bodyHmac, content: "{timestamp}.{body}" },
        timestamp: { header: "x-time", unit: "s" },
      });
      const headers = { "x-signature": hmacHex(secret, `${time}.${body}`), "x-time": time };
      expect(await verdictOf(split, post(headers, body), { secret, now })).toBe(
        "timestamp_malformed",
      );
    },
  );

  test("absent, or there twice", async () => {
    const mac = hmacHex(secret, `${seconds}.${body}`);
    const twice = post({ "x-signature": `t=${seconds},t=${seconds},v1=${mac}` }, body);
    expect(await verdictOf(timed, twice, { secret, now })).toBe("timestamp_malformed");
    const absent = post({ "x-signature": `v1=${mac}` }, body);
    expect(await verdictOf(timed, absent, { secret, now })).toBe("timestamp_malformed");
    const undefinedInContent = post(
      { "x-signature": `v1=${hmacHex(secret, `undefined.${body}`)}` },
      body,
    );
    expect(await verdictOf(timed, undefinedInContent, { secret, now })).toBe("timestamp_malformed");
  });
});

describe("ISO 8601", () => {
  const iso: Provider = provider({
    signature: { ...bodyHmac, content: "{timestamp}.{body}" },
    timestamp: { header: "x-time", unit: "iso" },
  });
  test.each([
    ["2024-02-29T12:00:00Z", "accepted"],
    ["2024-02-29T12:00:00.000Z", "accepted"],
    ["2024-02-29T12:00:00.123456Z", "accepted"],
    ["2024-02-29T13:00:00+01:00", "accepted"],
    ["2024-02-29T11:54:59Z", "timestamp_too_old"],
    ["2024-02-29T12:05:01Z", "timestamp_in_future"],
    ["2024-02-29T12:00:00", "timestamp_malformed"],
    ["2024-02-29 12:00:00Z", "timestamp_malformed"],
    ["2024-02-29", "timestamp_malformed"],
    ["29 Feb 2024 12:00:00 GMT", "timestamp_malformed"],
    ["Thu, 29 Feb 2024 12:00:00 GMT", "timestamp_malformed"],
    ["2024-13-29T12:00:00Z", "timestamp_malformed"],
    ["2024-02-29T25:00:00Z", "timestamp_malformed"],
    ["2024-02-29T12:00:00.Z", "timestamp_malformed"],
    ["2024-02-29T12:00:00.000.Z", "timestamp_malformed"],
    ["2024-02-29T12:00:00Zjunk", "timestamp_malformed"],
    ["2024-02-29T12:00:00Z (noon)", "timestamp_malformed"],
    ["+002024-02-29T12:00:00Z", "timestamp_malformed"],
    [String(seconds), "timestamp_malformed"],
  ])("%s, genuinely signed, is %s", async (time, code) => {
    const headers = { "x-signature": hmacHex(secret, `${time}.${body}`), "x-time": time };
    expect(await verdictOf(iso, post(headers, body), { secret, now })).toBe(code);
  });
});

describe("ISO 8601 in UTC, without its zone", () => {
  const utc: Provider = provider({
    signature: { ...bodyHmac, content: "{timestamp} {body}" },
    timestamp: { header: "x-time", unit: "isoZ" },
  });
  test.each([
    ["2024-02-29T12:00:00", "accepted"],
    ["2024-02-29T12:00:00.123456", "accepted"],
    ["2024-02-29T11:54:59", "timestamp_too_old"],
    ["2024-02-29T12:05:01", "timestamp_in_future"],
    ["2024-02-29T12:00:00Z", "timestamp_malformed"],
    ["2024-02-29T12:00:00+00:00", "timestamp_malformed"],
    ["2024-02-29", "timestamp_malformed"],
    [String(seconds), "timestamp_malformed"],
  ])("%s, genuinely signed, is %s", async (time, code) => {
    const headers = { "x-signature": hmacHex(secret, `${time} ${body}`), "x-time": time };
    expect(await verdictOf(utc, post(headers, body), { secret, now })).toBe(code);
  });
});

describe("the clock", () => {
  const delivery = timedDelivery(secret, body);
  const at = (ms: number, tolerance?: number): Promise<string> =>
    verdictOf(timed, delivery, { secret, now: () => ms, tolerance });

  test("is checked both ways, 300 seconds by default", async () => {
    expect(await at(nowMs + 300_000)).toBe("accepted");
    expect(await at(nowMs + 300_001)).toBe("timestamp_too_old");
    expect(await at(nowMs - 300_000)).toBe("accepted");
    expect(await at(nowMs - 300_001)).toBe("timestamp_in_future");
  });

  test("takes the caller's tolerance", async () => {
    expect(await at(nowMs + 1000, 0)).toBe("timestamp_too_old");
    expect(await at(nowMs, 0)).toBe("accepted");
    expect(await at(nowMs + 9e12, Number.POSITIVE_INFINITY)).toBe("accepted");
    expect(await at(0, Number.POSITIVE_INFINITY)).toBe("accepted");
  });

  test("refuses when it can't be read", async () => {
    expect(await at(Number.NaN)).toBe("timestamp_too_old");
    expect(await at(Number.NaN, Number.POSITIVE_INFINITY)).toBe("timestamp_too_old");
    expect(await at(undefined as never)).toBe("timestamp_too_old");
  });

  test.each([Number.NaN, -1])("a tolerance of %s accepts nothing", async (tolerance) => {
    expect(await at(nowMs, tolerance)).not.toBe("accepted");
  });

  test("is the machine's by default", async () => {
    expect(await verdictOf(timed, delivery, { secret })).toBe("timestamp_too_old");
    const fresh = timedDelivery(secret, body, String(Math.floor(Date.now() / 1000)));
    expect(await verdictOf(timed, fresh, { secret })).toBe("accepted");
  });

  test("a refusal for the time says that the signature was genuine", async () => {
    const forged = timedDelivery("another secret", body, "12");
    expect(await verdictOf(timed, forged, { secret, now })).toBe("signature_mismatch");
  });

  test("the verified time is told", async () => {
    const { timestamp } = await verify(timed, delivery, { secret, now });
    expect(timestamp).toEqual(new Date(nowMs));
  });
});

describe("a time that is not signed", () => {
  const signed = { "x-signature": hmacHex(secret, body) };
  const verdict = (time: string | undefined, tolerance?: number): Promise<string> =>
    verdictOf(untimed, post({ ...signed, "x-time": time }, body), { secret, now, tolerance });

  test("is not checked unless a tolerance is asked for", async () => {
    expect(await verdict(undefined)).toBe("accepted");
    expect(await verdict("0")).toBe("accepted");
    expect(await verdict("0", 300)).toBe("timestamp_too_old");
    expect(await verdict(String(nowMs + 300_001), 300)).toBe("timestamp_in_future");
    expect(await verdict(String(nowMs), 300)).toBe("accepted");
    expect(await verdict(undefined, 300)).toBe("timestamp_malformed");
  });

  test.each(["yesterday", "12abc", "1e9", "-5", " 5", "9".repeat(400)])(
    "%s is refused",
    async (time) => {
      expect(await verdict(time)).toBe("timestamp_malformed");
    },
  );
});
