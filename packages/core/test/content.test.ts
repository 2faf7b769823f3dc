import { type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, now, nowMs, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const url = "https://example.com/webhooks";
const seconds = String(nowMs / 1000);

const signedOver = (content: string): Provider =>
  provider({
    signature: { ...bodyHmac, content },
    timestamp: { header: "x-time", unit: "s" },
    deliveryId: { header: "x-id" },
  });

const bodies: readonly string[] = [
  "",
  "{}",
  "$& $$ $1 $` $' $<name>",
  "{body}",
  "{timestamp}{id}{url}{method}",
  "%s %d \\1 \\g<0>",
  "\uFEFF{}",
  '{"a":"\0"}',
];

describe("a template is filled with exactly what the delivery has", () => {
  test.each([
    ["{body}", (body: string) => body],
    ["{timestamp}.{body}", (body: string) => `${seconds}.${body}`],
    ["v0:{timestamp}:{body}", (body: string) => `v0:${seconds}:${body}`],
    ["{id}.{timestamp}.{body}", (body: string) => `evt_1.${seconds}.${body}`],
    ["{timestamp}{body}", (body: string) => `${seconds}${body}`],
    ["{id}{timestamp}{body}", (body: string) => `evt_1${seconds}${body}`],
    ["{method}{url}{body}{timestamp}", (body: string) => `POST${url}${body}${seconds}`],
    [
      "{method}\n{url}\n{timestamp}\n{body}\n",
      (body: string) => `POST\n${url}\n${seconds}\n${body}\n`,
    ],
    ["{body}.{timestamp}", (body: string) => `${body}.${seconds}`],
    ["$&{body}$$", (body: string) => `$&${body}$$`],
  ])("%s", async (content, expected) => {
    const which = signedOver(content);
    for (const body of bodies) {
      const headers = {
        "x-id": "evt_1",
        "x-time": seconds,
        "x-signature": hmacHex(secret, expected(body)),
      };
      expect(await verdictOf(which, post(headers, body), { secret, now }), body).toBe("accepted");
      const signed = await sign(which, { secret, body, id: "evt_1", url, timestamp: nowMs });
      expect(signed.headers).toMatchObject(headers);
    }
  });

  test("values that look like a pattern are not expanded", async () => {
    const which = signedOver("{id}.{body}.{url}");
    for (const id of ["$&", "$$", "{body}", "$1"]) {
      const headers = { "x-id": id, "x-signature": hmacHex(secret, `${id}.{}.${url}`) };
      expect(
        await verdictOf(
          which,
          { ...post({ ...headers, "x-time": seconds }, "{}"), url },
          { secret, now },
        ),
      ).toBe("accepted");
    }
  });
});

describe("two deliveries never have the same content", () => {
  test("an id that holds the separator is refused", async () => {
    const which = signedOver("{id}.{timestamp}.{body}");
    const genuine = hmacHex(secret, `evt_1.${seconds}.{}`);
    const moved = { "x-id": `evt_1.${seconds}`, "x-time": seconds, "x-signature": genuine };
    expect(await verdictOf(which, post(moved, "{}"), { secret, now })).not.toBe("accepted");
    const dotted = hmacHex(secret, `evt.1.${seconds}.{}`);
    const own = { "x-id": "evt.1", "x-time": seconds, "x-signature": dotted };
    expect(await verdictOf(which, post(own, "{}"), { secret, now })).toBe("signature_malformed");
  });

  test("a value that is signed and missing is refused, not written as undefined", async () => {
    const which = signedOver("{id}.{body}");
    for (const text of ["undefined.{}", ".{}", "null.{}"]) {
      const headers = { "x-time": seconds, "x-signature": hmacHex(secret, text) };
      expect(await verdictOf(which, post(headers, "{}"), { secret, now })).toBe(
        "signature_malformed",
      );
    }
  });

  test.each(["id", "timestamp", "url", "method"])("another %s is refused", async (name) => {
    const which = signedOver("{method} {url} {id} {timestamp} {body}");
    const signed = await sign(which, { secret, body: "{}", id: "evt_1", url, timestamp: nowMs });
    expect(await verdictOf(which, signed, { secret, now })).toBe("accepted");
    const headers = signed.headers as Record<string, string>;
    const changed = {
      id: { ...signed, headers: { ...headers, "x-id": "evt_2" } },
      timestamp: { ...signed, headers: { ...headers, "x-time": String(nowMs / 1000 + 1) } },
      url: { ...signed, url: `${url}?a=b` },
      method: { ...signed, method: "PUT" },
    }[name];
    expect(await verdictOf(which, changed as never, { secret, now })).toBe("signature_mismatch");
  });

  test("the URL that is configured counts, whatever the request says", async () => {
    const which = signedOver("{url}{body}");
    const signed = await sign(which, { secret, body: "{}", url, timestamp: nowMs });
    const internal = { ...signed, url: "http://10.0.0.1:3000/webhooks" };
    const forwarded = {
      ...(signed.headers as Record<string, string>),
      "x-forwarded-host": "example.com",
      host: "example.com",
    };
    expect(await verdictOf(which, { ...internal, headers: forwarded }, { secret, now })).toBe(
      "signature_mismatch",
    );
    await verify(which, internal, { secret, now, url });
  });
});
