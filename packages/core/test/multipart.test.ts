import { type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, now, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";

/** All that is signed is the name of what has happened, in JSON that a field of a form holds. */
const which: Provider = {
  ...provider({
    signature: { ...bodyHmac, field: { json: "mac" }, content: "{what}" },
    sets: { form: "told" },
    fields: { what: { json: "what" } },
    bodyUnsigned: true,
    claims: ({ json }) => Object(json()),
    eventType: { claim: "what" },
  }),
};

const told = (what: string, more: object = {}): string =>
  JSON.stringify({ what, mac: hmacHex(secret, what), ...more });

const boundary = "----a'boundary(1)";
const part = (name: string, text: string, head = ""): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${head}\r\n\r\n${text}\r\n`;
const end = `--${boundary}--\r\n`;
const type = `multipart/form-data; boundary="${boundary}"`;

const sent = (body: string | Uint8Array, contentType = type) =>
  post({ "content-type": contentType }, body);
const verdict = (body: string | Uint8Array, contentType = type): Promise<string> =>
  verdictOf(which, sent(body, contentType), { secret, now });

describe("what a field of a form holds", () => {
  const json = told("größe 🪝", { note: `\r\n--${boundary.slice(0, -1)}` });

  test.each([
    ["multipart", part("told", json) + end, type],
    ["without a line break behind it", part("told", json) + end.trimEnd(), type],
    [
      "with a bare boundary",
      (part("told", json) + end).replaceAll(boundary, "b"),
      "multipart/form-data;boundary=b",
    ],
    [
      "with a charset",
      (part("told", json) + end).replaceAll(boundary, "b"),
      "Multipart/Form-Data; charset=utf-8; boundary=b; x=y",
    ],
    ["among others", part("a", "") + part("told", json) + part("b", "told") + end, type],
    [
      "with headers of its own",
      part("told", json, "\r\nContent-Type: application/json") + end,
      type,
    ],
    ["without quotes", (part("told", json) + end).replace('"told"', "told"), type],
    [
      "URL-encoded",
      new URLSearchParams({ told: json }).toString(),
      "application/x-www-form-urlencoded",
    ],
  ])("is judged, and told as claims: %s", async (_, body, contentType) => {
    const { type: what, claims } = await verify(which, sent(body, contentType), { secret, now });
    expect(what).toBe("größe 🪝");
    expect(claims).toEqual(JSON.parse(json));
  });

  test("of another secret, or changed, is refused", async () => {
    const body = part("told", json) + end;
    expect(await verdictOf(which, sent(body), { secret: "another", now })).toBe(
      "signature_mismatch",
    );
    expect(await verdict(body.replace("größe", "klein"))).toBe("signature_mismatch");
  });

  const good = part("told", json);
  test.each([
    ["no such part", part("other", json) + end],
    ["the name of another case", part("Told", json) + end],
    ["the part twice", good + good + end],
    ["no end", good],
    ["no end behind another part", good + part("b", "")],
    ["an end of another boundary", `${good}--${boundary}x--\r\n`],
    ["something before it", `preamble\r\n${good}${end}`],
    ["something behind it", `${good}${end}x`],
    ["line feeds alone", (good + end).replaceAll("\r\n", "\n")],
    [
      "a part without an empty line",
      `--${boundary}\r\nContent-Disposition: form-data; name="told"\r\n${end}`,
    ],
    [
      "a name behind another parameter",
      (good + end).replace('name="told"', 'filename="a"; name="told"'),
    ],
    ["another disposition", (good + end).replace("form-data", "attachment")],
    ["headers that are too long", part("told", json, `\r\nX-A: ${"a".repeat(2100)}`) + end],
    ["too many parts", part("a", "").repeat(100) + good + end],
    ["no body", ""],
  ])("%s: there is no signature", async (_, body) => {
    expect(await verdict(body)).toBe("signature_missing");
  });

  test.each([
    "multipart/form-data",
    "multipart/form-data; boundary=",
    'multipart/form-data; boundary=""',
    "multipart/form-data; boundary=a b",
    `multipart/form-data; boundary=${"a".repeat(71)}`,
    `multipart/mixed; boundary="${boundary}"`,
    `multipart/form-data; boundary="${boundary}`,
    `multipart/form-data; xboundary="${boundary}"`,
  ])("%s: there is no signature", async (contentType) => {
    expect(await verdict(good + end, contentType)).toBe("signature_missing");
  });

  test("text that is not UTF-8 is not read", async () => {
    const bytes = Buffer.from(good + end, "latin1");
    expect(bytes.includes(0xf6)).toBe(true);
    expect(await verdict(new Uint8Array(bytes))).toBe("signature_missing");
  });

  test("a body of many boundaries, or none, is read to its end once", async () => {
    for (const body of [
      "\r\n--".repeat(500_000),
      `--${boundary}\r\n`.repeat(100_000),
      "a".repeat(2_000_000),
    ]) {
      expect(await verdict(body)).toBe("signature_missing");
    }
  });

  test("is signed as a form that is URL-encoded", async () => {
    const delivery = await sign(which, { secret, body: '{"what":"done"}' });
    expect(new TextDecoder().decode(delivery.body)).toBe(
      new URLSearchParams({ told: told("done") }).toString(),
    );
    const headers = delivery.headers as Record<string, string>;
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect((await verify(which, delivery, { secret, now })).type).toBe("done");
  });
});

test("claims are made of what is verified, and of nothing else", async () => {
  const asked: string[] = [];
  const claiming = provider({
    signature: bodyHmac,
    claims: ({ read, url }) => {
      asked.push(url);
      return { second: read({ json: "b" }) };
    },
    eventType: { claim: "second" },
  });
  const body = '{"a":"1","b":"2"}';
  const delivery = post({ "x-signature": hmacHex(secret, body) }, body);
  expect((await verify(claiming, delivery, { secret, now })).type).toBe("2");
  expect(await verdictOf(claiming, delivery, { secret: "another", now })).toBe(
    "signature_mismatch",
  );
  expect(asked).toEqual(["https://example.com/webhooks"]);
});
