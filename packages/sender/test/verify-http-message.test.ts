import type { DeliveryInput } from "@hooks/core";
import { expect, test } from "vitest";
import {
  httpMessageSigner,
  type VerifyHttpMessageOptions,
  verifyHttpMessage,
} from "../src/http-message-signatures.ts";
import { pemPair } from "./pem-pair.ts";
import { sampleRequest, secretValue, timeMs } from "./sample-request.ts";
import { keys, now, signed, verdict } from "./sample-signature.ts";

test("what a signature tells", async () => {
  const delivery = await signed({ expiresAfter: 60, nonce: () => "n", tag: "webhooks" });
  expect(await verifyHttpMessage(delivery, keys, { now, tag: "webhooks" })).toEqual({
    keyId: "main",
    algorithm: "hmac-sha256",
    created: new Date(timeMs),
    expires: new Date(timeMs + 60_000),
    nonce: "n",
    tag: "webhooks",
    components: [
      "@method",
      "@target-uri",
      "content-digest",
      "content-type",
      "webhook-id",
      "webhook-timestamp",
    ],
    id: "evt_1",
  });
});

test.each([
  ["ed25519", "ed25519"],
  ["ec", "ecdsa-p256-sha256"],
  ["rsa", "rsa-pss-sha512"],
] as const)("a key pair of %s signs as %s", async (type, algorithm) => {
  const { privateKey, publicKey } = pemPair(type);
  const delivery = await signed({}, [{ label: "pair", value: privateKey }]);
  expect(delivery.headers["signature-input"]).toContain(`;alg="${algorithm}"`);
  expect(await verdict(delivery, {}, { pair: publicKey })).toBe("pair");
  expect(await verdict(delivery, {}, { pair: pemPair(type).publicKey })).toBe("signature_mismatch");
  // Who verifies has no need of the private key, and a public one is no secret of an HMAC.
  expect(await verdict(delivery, {}, { pair: privateKey })).toBe("secret_invalid");
  const forged = await signed({}, [{ label: "pair", value: Buffer.from(publicKey) }]);
  expect(await verdict(forged, {}, { pair: publicKey })).toBe("signature_mismatch");
});

test("all secrets sign, and a receiver needs one of them", async () => {
  const { privateKey, publicKey } = pemPair("ed25519");
  const delivery = await signed({}, [
    { label: "old", value: secretValue },
    { label: "new", value: privateKey },
  ]);
  expect(delivery.headers["signature"]).toMatch(/^sig1=:.+:, sig2=:.+:$/);
  expect(await verdict(delivery, {}, { old: secretValue })).toBe("old");
  expect(await verdict(delivery, {}, { new: publicKey })).toBe("new");
  expect(await verdict(delivery, {}, async (id) => (id === "new" ? publicKey : undefined))).toBe(
    "new",
  );
  expect(await verdict(delivery, {}, { other: publicKey })).toBe("signature_mismatch");
  expect(await verdict(delivery, {}, { toString: publicKey } as never)).toBe("signature_mismatch");
});

test("a change of anything that is covered is found", async () => {
  const delivery = await signed();
  const with_ = (name: string, value: string) => ({
    ...delivery,
    headers: { ...delivery.headers, [name]: value },
  });
  const cases: readonly [string, DeliveryInput, VerifyHttpMessageOptions?][] = [
    ["method", { ...delivery, method: "PUT" }],
    ["case of the method", { ...delivery, method: "post" }],
    ["path", { ...delivery, url: "https://example.com/hook?a=1&b=%20" }],
    ["query", { ...delivery, url: "https://example.com/hooks?a=2&b=%20" }],
    ["scheme", { ...delivery, url: "http://example.com/hooks?a=1&b=%20" }],
    ["configured url", delivery, { url: "https://example.org/hooks?a=1&b=%20" }],
    ["body", { ...delivery, body: "{}" }],
    ["content-type", with_("content-type", "text/plain")],
    ["id", with_("webhook-id", "evt_2")],
    ["timestamp", with_("webhook-timestamp", "1")],
    ["a second id", with_("Webhook-Id", "evt_2")],
    [
      "created",
      with_(
        "signature-input",
        `${delivery.headers["signature-input"]}`.replace(
          /created=\d+/,
          `created=${timeMs / 1000 - 1}`,
        ),
      ),
    ],
  ];
  expect(await verdict(delivery)).toBe("main");
  for (const [what, changed, options] of cases) {
    expect([what, await verdict(changed, options)]).toEqual([what, "signature_mismatch"]);
  }
  expect(await verdict({ ...delivery, url: "/elsewhere" }, { url: delivery.url })).toBe("main");
  expect(await verdict({ ...delivery, url: "/elsewhere" })).toBe("option_invalid");
});

test("the digest is judged by the bytes, and by all that count", async () => {
  const delivery = await signed();
  const digest = String(delivery.headers["content-digest"]);
  const sign = async (field: string) => {
    const { signMessage } = await import("../src/message-signatures/sign-message.ts");
    const { messageKey } = await import("../src/message-signatures/message-key.ts");
    const headers: Record<string, string> = { ...delivery.headers, "content-digest": field };
    const request = {
      method: "POST",
      url: new URL(delivery.url),
      header: (name: string) => [String(headers[name])],
    };
    const items = ["@method", "@target-uri", "content-digest"].map((value) => ({
      value,
      params: new Map(),
    }));
    const key = messageKey(secretValue, "sign") ?? expect.fail();
    const fields = signMessage(request, items, [{ keyId: "main", key }], {
      created: timeMs / 1000,
    });
    return { ...delivery, headers: { ...headers, ...fields } };
  };
  const wrong = Buffer.alloc(64).toString("base64");
  expect(await verdict(await sign(`md5=:AAAA:, ${digest}`))).toBe("main");
  expect(await verdict(await sign(`${digest}, sha-512=:${wrong}:`))).toBe("signature_mismatch");
  expect(await verdict(await sign("sha-256=::"))).toBe("signature_mismatch");
  expect(await verdict(await sign("md5=:AAAA:"))).toBe("signature_malformed");
  expect(await verdict(await sign(`${digest}, ${digest}`))).toBe("signature_malformed");
  expect(await verdict(await sign(digest.replace("=:", "=")))).toBe("signature_malformed");
});

test("time", async () => {
  const delivery = await signed({ expiresAfter: 600 });
  const at = (seconds: number, tolerance?: number) =>
    verdict(delivery, { now: () => timeMs + seconds * 1000, tolerance });
  expect(await at(300)).toBe("main");
  expect(await at(301)).toBe("timestamp_too_old");
  expect(await at(-300)).toBe("main");
  expect(await at(-301)).toBe("timestamp_in_future");
  expect(await at(599, 3600)).toBe("main");
  expect(await at(600, 3600)).toBe("timestamp_too_old");
  expect(await at(0, Number.NaN)).toBe("option_invalid");
  expect(await at(Number.NaN)).not.toBe("main");
});

test("what is to be covered has to be", async () => {
  const delivery = await signed({ components: ["content-digest", "@authority"] });
  expect(await verdict(delivery)).toBe("signature_malformed");
  expect(await verdict(delivery, { components: ["@authority"] })).toBe("main");
  expect(await verdict(delivery, { components: ["webhook-id"] })).toBe("signature_malformed");
  // An id that is not covered is not told.
  const told = await verifyHttpMessage(delivery, keys, { now, components: [] });
  expect(told.id).toBe(undefined);
  expect(() => httpMessageSigner({ components: ["@method"] })).toThrow("components: ");
  expect(await verdict(await signed({ tag: "a" }), { tag: "b" })).toBe("signature_mismatch");
});

test("a header with a line break can't smuggle in a component", async () => {
  const delivery = await signed({ components: ["content-digest", "x-a"] }).catch((error) => error);
  expect(delivery).toMatchObject({ code: "option_invalid", field: "components" });
  const request = sampleRequest({ headers: { "x-a": 'b\n"@method": POST' } });
  const signer = httpMessageSigner({ components: ["content-digest", "x-a"] });
  expect(() => signer.sign(request)).toThrow("x-a");
});

test.each([
  ["no prefix", "0123456789abcdef0123456789abcdef"],
  ["empty", ""],
  ["a bare prefix", "whsec_"],
  ["short", `whsec_${Buffer.alloc(23).toString("base64")}`],
  ["short bytes", Buffer.alloc(23)],
  ["a public key", pemPair("ed25519").publicKey],
  ["broken PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
  ["whsk_ of the wrong length", `whsk_${Buffer.alloc(31).toString("base64")}`],
  ["RSA of 1,024 bits", pemPair("rsa", 1024).privateKey],
])("a secret that is refused: %s", (_, value) => {
  const check = () => httpMessageSigner().checkSecret({ label: "main", value });
  expect(check).toThrow(expect.objectContaining({ code: "secret_invalid", field: "secrets.main" }));
  try {
    check();
  } catch (error) {
    if (value.length > 6) expect(String(error)).not.toContain(String(value).slice(6, 30));
  }
});
