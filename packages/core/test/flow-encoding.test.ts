import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { delivery, endpoint, eventBody, received, refusal, secret } from "./sample-endpoint.ts";
import { bodyHmac, hmacHex, provider } from "./sample-providers.ts";

const body = eventBody();

/** A delivery that was signed before its body was encoded. */
const encoded = (coding: string | string[], bytes: Uint8Array, signed: string = body) =>
  delivery("", {
    headers: {
      "x-signature": hmacHex(secret, signed),
      "X-Other": "kept",
      "Content-Encoding": coding,
    } as never,
    body: new Uint8Array(bytes),
  });

describe("a content coding is undone, for the provider signs before it encodes", () => {
  test.each([
    ["gzip", gzipSync(body)],
    ["GZip", gzipSync(body)],
    ["x-gzip", gzipSync(body)],
    ["deflate", deflateSync(body)],
    ["br", brotliCompressSync(body)],
    ["identity", Buffer.from(body)],
  ])("%s", async (coding, bytes) => {
    const { receive, events } = endpoint();
    expect(await receive(encoded(coding, bytes))).toEqual(received());
    const [event] = events;
    expect(new TextDecoder().decode(event?.delivery.body)).toBe(body);
    const headers = new Headers(event?.delivery.headers as Record<string, string>);
    expect(headers.get("x-other")).toBe("kept");
    if (coding !== "identity") expect(headers.has("content-encoding")).toBe(false);
  });

  test("in a Headers object and in a list of one", async () => {
    const { receive } = endpoint();
    expect(await receive(encoded(["gzip"], gzipSync(body)))).toEqual(received());
    const { headers, ...rest } = encoded("gzip", gzipSync(body));
    const asObject = new Headers(headers as Record<string, string>);
    expect(await receive({ ...rest, headers: asObject })).toEqual(received());
  });

  test("so what is signed after encoding is not the provider's", async () => {
    const bytes = gzipSync(body);
    const { receive } = endpoint();
    const headers = { "content-encoding": "gzip", "x-signature": hmacHex(secret, bytes) };
    const reply = await receive(delivery("", { headers, body: new Uint8Array(bytes) }));
    expect(reply).toEqual(refusal(401, "signature_mismatch"));
  });

  test("unless its form says that it signs what it has encoded", async () => {
    const bytes = gzipSync(body);
    const coded = provider({
      signature: bodyHmac,
      deliveryId: { json: "id" },
      sets: { body: "coded" },
    });
    const { receive, events } = endpoint({ provider: coded });
    const headers = { "content-encoding": "gzip", "x-signature": hmacHex(secret, bytes) };
    const reply = await receive(delivery("", { headers, body: new Uint8Array(bytes) }));
    expect(reply).toEqual(received());
    expect(new TextDecoder().decode(events[0]?.delivery.body)).toBe(body);
    const refused = await endpoint({ provider: coded }).receive(encoded("gzip", bytes));
    expect(refused).toEqual(refusal(401, "signature_mismatch"));
    expect(await endpoint({ provider: coded }).receive(delivery(body))).toEqual(received());
  });

  test("bytes that are not UTF-8 survive it", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const { receive, outcomes } = endpoint();
    const reply = await receive(
      delivery("", {
        headers: { "content-encoding": "gzip", "x-signature": hmacHex(secret, bytes) },
        body: new Uint8Array(gzipSync(bytes)),
      }),
    );
    expect(reply).toEqual(refusal(400, "payload_malformed"));
    expect(outcomes[0]?.secretLabel).toBe(0);
  });
});

describe("a body can't be decoded", () => {
  test.each(["zstd", "gzip, br", "gzip, gzip", "constructor", "__proto__", "toString", "gzip;q=1"])(
    "for %j is not a coding that we know",
    async (coding) => {
      const { receive, outcomes, events } = endpoint();
      const reply = await receive(encoded(coding, gzipSync(body)));
      expect(reply).toEqual(refusal(415, "body_encoding_unsupported"));
      expect(outcomes).toMatchObject([{ kind: "refused", code: "body_encoding_unsupported" }]);
      expect(events).toEqual([]);
    },
  );

  const flipped = gzipSync(body);
  flipped[flipped.length - 5] = (flipped[flipped.length - 5] as number) ^ 1;
  test.each([
    ["is not encoded", "gzip", Buffer.from(body)],
    ["is not encoded", "deflate", Buffer.from(body)],
    ["is not encoded", "br", Buffer.from(body)],
    ["is cut short", "gzip", gzipSync(body).subarray(0, -9)],
    ["is cut short", "deflate", deflateSync(body).subarray(0, -5)],
    ["is cut short", "br", brotliCompressSync(body).subarray(0, -5)],
    ["has a wrong checksum", "gzip", flipped],
    ["has something behind it", "gzip", Buffer.concat([gzipSync(body), Buffer.from("more")])],
    ["lacks its header", "deflate", deflateRawSync(body)],
    ["is empty", "gzip", Buffer.alloc(0)],
  ])("for it %s (%s)", async (_, coding, bytes) => {
    const { receive, outcomes, events } = endpoint();
    expect(await receive(encoded(coding, bytes))).toEqual(refusal(400, "body_malformed"));
    expect(outcomes).toMatchObject([{ kind: "refused", code: "body_malformed" }]);
    expect(events).toEqual([]);
  });

  test.each([
    ["gzip", gzipSync(Buffer.alloc(50_000_000))],
    ["deflate", deflateSync(Buffer.alloc(50_000_000))],
    ["br", brotliCompressSync(Buffer.alloc(50_000_000))],
  ])("for it would be far larger than it says (%s)", async (coding, bytes) => {
    expect(bytes.length).toBeLessThan(100_000);
    const { receive, outcomes } = endpoint({ maxBodyBytes: 100_000 });
    expect(await receive(encoded(coding, bytes))).toEqual(refusal(413, "body_too_large"));
    expect(outcomes).toMatchObject([{ kind: "refused", code: "body_too_large" }]);
  });

  test("for it is one byte over the limit once decoded", async () => {
    const long = eventBody("evt_1", "x".repeat(1000));
    const longer = `${long} `;
    const { receive } = endpoint({ maxBodyBytes: long.length });
    expect(await receive(encoded("br", brotliCompressSync(long), long))).toEqual(received());
    expect(await receive(encoded("br", brotliCompressSync(longer), longer))).toEqual(
      refusal(413, "body_too_large"),
    );
  });
});
