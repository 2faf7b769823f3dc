import { createHmac } from "node:crypto";
import { type Field, type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, now, nowMs, provider, timed } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const url = "https://example.com/hooks?a=1";
const tokenIn = (field: Field): Provider =>
  provider({ signature: { scheme: "token", field, encoding: "utf8" } });
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

describe("sign writes a signature where the provider has it", () => {
  test("into the query, beside what is there", async () => {
    const delivery = await sign(tokenIn({ query: "the token" }), { secret, body: "{}", url });
    expect(delivery.url).toBe(`${url}&the%20token=a%20secret%20of%20the%20tests`);
    const bare = await sign(tokenIn({ query: "t" }), { secret: "s", body: "", url: "http://h/" });
    expect(bare.url).toBe("http://h/?t=s");
  });

  test("into JSON, at its path, leaving the rest", async () => {
    const nested = tokenIn({ json: "meta.token" });
    const delivery = await sign(nested, { secret, body: '{"a":1,"meta":{"b":[2]},"c":3}' });
    expect(text(delivery.body)).toBe(`{"a":1,"meta":{"b":[2],"token":"${secret}"},"c":3}`);
    const listed = await sign(tokenIn({ json: "a.1.t" }), { secret, body: '{"a":[0,{"b":1},2]}' });
    expect(text(listed.body)).toBe(`{"a":[0,{"b":1,"t":"${secret}"},2]}`);
    expect(text((await sign(nested, { secret, body: "" })).body)).toContain(secret);
    for (const body of ["[1]", "text", "null", "1", '"a"']) {
      const signed = sign(nested, { secret, body });
      await expect(signed).rejects.toMatchObject({ code: "option_invalid" });
    }
  });

  test("into a form, in place of what is there", async () => {
    const delivery = await sign(tokenIn({ form: "token" }), { secret, body: "a=%20&token=x&b=ü" });
    expect(text(delivery.body)).toBe("a=+&token=a+secret+of+the+tests&b=%C3%BC");
    expect(delivery.headers).toEqual({ "content-type": "application/x-www-form-urlencoded" });
  });

  test("into a header, where there is a choice", async () => {
    const field = [{ query: "token" }, { json: "token" }, { header: "x-token" }];
    const either = provider({ signature: { scheme: "token", field, encoding: "utf8" } });
    const delivery = await sign(either, { secret, body: "{}", url });
    expect(delivery).toMatchObject({ url, headers: { "x-token": secret } });
    expect(text(delivery.body)).toBe("{}");
  });

  test("with the time and the names that its content needs, unless the body has them", async () => {
    const inBody = provider({
      signature: { ...bodyHmac, field: { json: "mac" }, content: "{timestamp}.{nonce}" },
      timestamp: { json: "at", unit: "s", tolerance: 300 },
      fields: { nonce: { json: "nonce" } },
      bodyUnsigned: true,
    });
    const made = await sign(inBody, { secret, body: '{"a":1}', timestamp: nowMs });
    const { at, nonce, mac } = JSON.parse(text(made.body));
    expect(at).toBe(String(nowMs / 1000));
    expect(mac).toBe(hmacHex(secret, `${at}.${nonce}`));
    expect(await verdictOf(inBody, made, { secret, now })).toBe("accepted");
    const own = await sign(inBody, { secret, body: '{"nonce":"n","at":"7"}', timestamp: nowMs });
    expect(JSON.parse(text(own.body))).toMatchObject({ nonce: "n", at: "7" });
  });

  test("by the first of several secrets", async () => {
    const provider = tokenIn({ json: "token" });
    const delivery = await sign(provider, { secret: ["one", "two"], body: "{}" });
    expect(text(delivery.body)).toBe('{"token":"one"}');
  });
});

describe("JSON in a header", () => {
  const held = provider({
    signature: { ...bodyHmac, field: { header: "x-signature", json: "inner.mac" } },
  });
  const mac = hmacHex(secret, "{}");
  const withHeader = (value: string) => ({
    method: "POST",
    url,
    headers: { "X-Signature": value },
    body: "{}",
  });

  test("holds a signature, which sign writes there, and leaves the body as it is", async () => {
    const identified = { ...held, deliveryId: { json: "id" } };
    const { headers, body } = await sign(identified, { secret, body: "{}" });
    expect(text(body)).toBe("{}");
    const value = (headers as Record<string, string>)["x-signature"] ?? "";
    expect(JSON.parse(atob(value))).toEqual({ inner: { mac } });
    expect(await verdictOf(held, withHeader(value), { secret })).toBe("accepted");
  });

  test.each([
    ["no base64", "{}"],
    ["no JSON", btoa("mac")],
    ["JSON that is no object", btoa("null")],
    ["the member elsewhere", btoa(JSON.stringify({ mac }))],
    ["what is signed, in the body alone", ""],
  ])("%s is no signature", async (_, value) => {
    expect(await verdictOf(held, withHeader(value), { secret })).toBe("signature_missing");
  });

  test("another signature is refused", async () => {
    const other = btoa(JSON.stringify({ inner: { mac: mac.replace(/./, "0") } }));
    expect(await verdictOf(held, withHeader(other), { secret })).not.toBe("accepted");
  });
});

describe("parts of a header that are known by their place", () => {
  const placed = provider({
    signature: {
      ...bodyHmac,
      field: { header: "x-signature", split: ",", from: 1 },
      content: "{timestamp}.{body}",
    },
    timestamp: { header: "x-signature", split: ",", to: 1, unit: "ms" },
  });
  const mac = hmacHex(secret, `${nowMs}.{}`);
  const other = "0".repeat(64);
  test.each([
    [`${nowMs},${mac}`, "accepted"],
    [`${nowMs},${other},${mac}`, "accepted"],
    [`${nowMs},${mac},${other}`, "accepted"],
    [`${nowMs},${other}`, "signature_mismatch"],
    [`${nowMs}`, "signature_malformed"],
    [`${mac},${nowMs}`, "signature_malformed"],
    [`,${mac}`, "signature_malformed"],
    [`${nowMs}, ${mac}`, "signature_malformed"],
  ])("%s is %s", async (value, code) => {
    const delivery = { method: "POST", url, headers: { "x-signature": value }, body: "{}" };
    expect(await verdictOf(placed, delivery, { secret, now })).toBe(code);
  });

  test("sign writes them in their order", async () => {
    const { headers } = await sign(placed, { secret, body: "{}", timestamp: nowMs });
    expect(headers).toMatchObject({ "x-signature": `${nowMs},${mac}` });
  });
});

describe("a list whose items are signed one by one", () => {
  const items = provider({
    signature: { ...bodyHmac, field: { json: "mac" }, content: "{name}" },
    fields: { name: { json: "name" } },
    bodyUnsigned: true,
    sets: { json: "events" },
  });
  const item = (name: string, by = name) => ({ name, mac: hmacHex(secret, by) });
  const post = (json: unknown) => ({
    method: "POST",
    url,
    headers: {},
    body: JSON.stringify(json),
  });
  const many = (count: number) => Array.from({ length: count }, (_, i) => item(`n${i}`));

  test.each<readonly [string, unknown, string]>([
    ["one", { events: [item("a")] }, "accepted"],
    ["all right", { events: [item("a"), item("b"), item("c")] }, "accepted"],
    ["as many as are taken", { events: many(1000) }, "accepted"],
    ["more", { events: many(1001) }, "signature_missing"],
    ["the first wrong", { events: [item("a", "b"), item("b")] }, "signature_mismatch"],
    ["the last wrong", { events: [item("a"), item("b", "a")] }, "signature_mismatch"],
    ["one without", { events: [item("a"), { name: "b" }, item("c")] }, "signature_missing"],
    ["one that is no object", { events: [item("a"), null] }, "signature_missing"],
    ["none", { events: [] }, "signature_missing"],
    ["no list", { events: item("a") }, "signature_missing"],
    ["no list, but an item", item("a"), "signature_missing"],
    ["a list of lists", { events: [[item("a")]] }, "signature_missing"],
  ])("%s", async (_, json, code) => {
    expect(await verdictOf(items, post(json), { secret })).toBe(code);
  });

  test("each may be by another of the secrets", async () => {
    const mac = createHmac("sha256", "another secret").update("b").digest("hex");
    const delivery = post({ events: [item("a"), { name: "b", mac }] });
    expect(await verdictOf(items, delivery, { secret })).toBe("signature_mismatch");
    const both = await verify(items, delivery, { secret: ["another secret", secret] });
    expect(both.secretLabel).toBe(1);
  });

  test("sign signs each", async () => {
    const body = '{"a":[1],"events":[{"name":"a"},{"name":"b","c":2}]}';
    const delivery = await sign(items, { secret, body, headers: { "X-A": "1" } });
    expect(JSON.parse(text(delivery.body))).toEqual({
      a: [1],
      events: [item("a"), { ...item("b"), c: 2 }],
    });
    expect(delivery.headers).toEqual({ "content-type": "application/json", "x-a": "1" });
    for (const none of ["{}", '{"events":[]}', "", '{"events":[1]}']) {
      await expect(sign(items, { secret, body: none })).rejects.toMatchObject({
        code: expect.stringMatching(/option_invalid|signature_malformed/),
      });
    }
  });
});

test("of several readings of one place, sign writes the first, by each secret", async () => {
  const field = { header: "x-signature", split: ",", prefix: "v1=" };
  const read = provider({
    signature: [
      { ...bodyHmac, field, content: "a{body}" },
      { ...bodyHmac, field, content: "b{body}" },
      { ...bodyHmac, field: { ...field, prefix: "v2=" }, content: "c{body}" },
    ],
  });
  const { headers } = await sign(read, { secret: ["one", "two"], body: "{}" });
  const expected = ["one", "two"].map(
    (secret) => `v1=${hmacHex(secret, "a{}")},v2=${hmacHex(secret, "c{}")}`,
  );
  expect(headers).toMatchObject({ "x-signature": expected.join(",") });
});

test("what a header says to begin with is signed as it will be sent", async () => {
  const made = provider({
    signature: { ...bodyHmac, content: "{type}{body}" },
    fields: { type: ({ read }) => read({ header: "content-type" }) },
  });
  for (const [headers, type] of [
    [{ "Content-Type": "text/plain" }, "text/plain"],
    [{}, "application/json"],
  ] as const) {
    const delivery = await sign(made, { secret, body: "{}", headers });
    expect(delivery.headers).toMatchObject({ "x-signature": hmacHex(secret, `${type}{}`) });
    expect(await verdictOf(made, delivery, { secret })).toBe("accepted");
  }
  expect(await verdictOf(timed, await sign(timed, { secret, body: "{}" }), { secret })).toBe(
    "accepted",
  );
});
