import { type HmacSignature, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const withContent = (content: string): HmacSignature => ({ ...bodyHmac, content });

describe("the names of a form in its content", () => {
  const which = provider({
    signature: withContent("{body}.{nonce}.{app}"),
    fields: { nonce: { header: "x-nonce" }, app: [{ header: "x-app" }, { json: "app.id" }] },
  });
  const body = '{"app":{"id":7}}';

  test("stand for what the delivery holds", async () => {
    const made = hmacHex(secret, `${body}.n1.7`);
    const delivery = post({ "x-signature": made, "x-nonce": "n1" }, body);
    expect((await verify(which, delivery, { secret })).provider).toBe("sample");
    const other = post({ "x-signature": made, "x-nonce": "n2" }, body);
    expect(await verdictOf(which, other, { secret })).toBe("signature_mismatch");
    const first = post(
      { "x-signature": hmacHex(secret, `${body}.n1.a`), "x-nonce": "n1", "x-app": "a" },
      body,
    );
    expect((await verify(which, first, { secret })).provider).toBe("sample");
  });

  test.each([
    ["missing", {}],
    ["empty", { "x-nonce": "" }],
    ["holding the separator that follows it", { "x-nonce": "n.1" }],
  ])("are refused when %s", async (_, headers: Record<string, string>) => {
    const made = hmacHex(secret, `${body}.${headers["x-nonce"] ?? ""}.7`);
    const delivery = post({ ...headers, "x-signature": made }, body);
    expect(await verdictOf(which, delivery, { secret })).toBe("signature_malformed");
  });

  test("are made up when something is signed, unless they are given", async () => {
    for (const headers of [undefined, { "x-nonce": "given" }]) {
      const delivery = await sign(which, { secret, body, headers });
      expect((await verify(which, delivery, { secret })).provider).toBe("sample");
      const { "x-nonce": nonce } = delivery.headers as Record<string, string>;
      expect(nonce).toMatch(headers ? /^given$/ : /^\w{32}$/);
    }
  });
});

describe("the path in a content", () => {
  const which = provider({ signature: withContent("{method} {path} {body}") });

  test.each([
    ["https://example.com/a/b?c=%2F&d", "/a/b?c=%2F&d"],
    ["/a//b", "/a//b"],
    ["http://user@example.com:8080/?x=https://y/", "/?x=https://y/"],
  ])("of %s is %s", async (url, path) => {
    const delivery = { ...post({ "x-signature": hmacHex(secret, `POST ${path} {}`) }, "{}"), url };
    expect((await verify(which, delivery, { secret })).provider).toBe("sample");
    const other = { ...delivery, url: `${url}x` };
    expect(await verdictOf(which, other, { secret })).toBe("signature_mismatch");
  });
});

test("a content without the body leaves the body out", async () => {
  const which = provider({
    signature: withContent("{nonce}"),
    fields: { nonce: { header: "x-nonce" } },
    bodyUnsigned: true,
  });
  const headers = { "x-signature": hmacHex(secret, "n1"), "x-nonce": "n1" };
  expect((await verify(which, post(headers, "{}"), { secret })).provider).toBe("sample");
  const other = { ...headers, "x-nonce": "n2" };
  expect(await verdictOf(which, post(other, "{}"), { secret })).toBe("signature_mismatch");
});
