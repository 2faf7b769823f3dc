import { createHmac } from "node:crypto";
import type { HmacSignature, Provider } from "@hooks/core";
import { testProvider, type Vector } from "@hooks/testing";
import { describe, expect, test } from "vitest";

const about = { id: "acme", name: "Acme", docs: "https://acme.example/docs" };
const hmac: HmacSignature = {
  scheme: "hmac",
  hash: "SHA-256",
  field: { header: "acme-signature" },
  encoding: "hex",
  content: "{timestamp}.{body}",
};
const timestamp = { header: "acme-time", unit: "s" } as const;
const acme: Provider = { ...about, signature: hmac, timestamp, eventType: { json: "type" } };

const token = { scheme: "token", encoding: "utf8" } as const;

/** A signature in the body, over what is beside it there. */
const beside = (content: string): Provider => ({
  ...about,
  signature: { ...hmac, field: { json: "mac" }, content },
  timestamp: { json: "at", unit: "s", tolerance: 300 },
  fields: { nonce: { json: "nonce" } },
  bodyUnsigned: true,
});

const secret = "a secret of the tests";
const body = '{"type":"thing.done"}';
const mac = (text: string): string => createHmac("sha256", secret).update(text).digest("hex");
const vector: Vector = {
  name: "genuine",
  origin: "generated",
  secret,
  now: 1_700_000_000_000,
  request: {
    method: "POST",
    url: "https://example.com/",
    headers: { "Acme-Signature": mac(`1700000000.${body}`), "Acme-Time": "1700000000" },
    body,
  },
  expect: { type: "thing.done" },
};

/** Runs the suite and tells which of its tests failed, and why. */
async function failuresOf(provider: Provider, vectors: readonly Vector[] = []): Promise<string[]> {
  const tests: [string, () => Promise<void>][] = [];
  const count = testProvider(provider, vectors, {
    test: (...registered) => tests.push(registered),
  });
  expect(tests).toHaveLength(count);
  const failures: string[] = [];
  for (const [name, run] of tests) {
    await run().catch((error: Error) => failures.push(`${name}: ${error.message}`));
  }
  return failures;
}

describe("a right provider passes", () => {
  const right: readonly [string, Provider][] = [
    ["time and body", acme],
    ["the body alone", { ...about, signature: { ...hmac, content: "{body}" } }],
    [
      "time and id in the JSON body",
      {
        ...about,
        signature: { ...hmac, content: "{body}" },
        timestamp: { json: "meta.at", unit: "ms" },
        deliveryId: { json: "events.0.id" },
      },
    ],
    [
      "an ISO time behind the body",
      {
        ...about,
        signature: { ...hmac, content: "{body}|{timestamp}" },
        timestamp: { ...timestamp, unit: "iso" },
      },
    ],
    [
      "all that can be signed",
      {
        ...about,
        signature: { ...hmac, content: "{method} {url} {id} {timestamp} {body}" },
        timestamp,
        deliveryId: { header: "acme-id" },
      },
    ],
    [
      "a token",
      {
        ...about,
        signature: {
          scheme: "token",
          field: { header: "authorization", prefix: "Bearer " },
          encoding: "utf8",
        },
      },
    ],
    ["a token in the query", { ...about, signature: { ...token, field: { query: "a token" } } }],
    ["a token in the JSON", { ...about, signature: { ...token, field: { json: "a.token" } } }],
    ["a token in the form", { ...about, signature: { ...token, field: { form: "token" } } }],
    [
      "a token in each item of a list",
      { ...about, signature: { ...token, field: { json: "token" } }, sets: { json: "a.items" } },
    ],
    ["a signature beside its time and nonce in the JSON", beside("{timestamp}.{nonce}")],
    [
      "a signature in a header's JSON",
      { ...acme, signature: { ...hmac, field: { header: "acme", json: "a.mac" } } },
    ],
    [
      "time and signature by their places",
      {
        ...about,
        signature: { ...hmac, field: { header: "acme", split: ",", from: 1 } },
        timestamp: { header: "acme", split: ",", to: 1, unit: "ms" },
      },
    ],
    ["basic", { ...about, signature: { scheme: "basic" } }],
    [
      "a key pair",
      {
        ...about,
        signature: { ...hmac, scheme: "ed25519", secret: { encoding: "base64" } } as never,
        timestamp,
      },
    ],
    [
      "two forms",
      {
        ...about,
        forms: {
          timed: { signature: hmac, timestamp },
          plain: {
            signature: { ...hmac, field: { header: "signature" }, content: "{body}" },
            bodyStart: "{",
          },
        },
      },
    ],
  ];
  test.each(right)("%s", async (_, provider) => {
    expect(await failuresOf(provider)).toEqual([]);
  });

  test("with its vectors", async () => {
    const { headers } = vector.request;
    const stale: Vector = {
      ...vector,
      name: "stale",
      now: vector.now + 301_000,
      expect: { error: "timestamp_too_old" },
    };
    const encoded: Vector = {
      ...vector,
      name: "in base64",
      request: { method: "POST", url: vector.request.url, headers, bodyBase64: btoa(body) },
    };
    expect(await failuresOf(acme, [vector, stale, encoded])).toEqual([]);
  });
});

describe("a wrong provider fails", () => {
  const wrong: readonly [string, Provider, RegExp][] = [
    ["an id that is no file name", { ...acme, id: "Acme Inc" }, /kebab-case/],
    ["docs without https", { ...acme, docs: "http://acme.example" }, /https/],
    [
      "a header in upper case",
      { ...acme, signature: { ...hmac, field: { header: "Acme-Signature" } } },
      /lower case/,
    ],
    [
      "an unknown name in the content",
      { ...acme, signature: { ...hmac, content: "{nonce}{body}" } },
      /no name \{nonce\}/,
    ],
    [
      "a content without the body",
      { ...acme, signature: { ...hmac, content: "{timestamp}" } },
      /does not hold \{body\}/,
    ],
    ["a timestamp that is signed and not declared", { ...about, signature: hmac }, /not declared/],
    [
      "a form that is a way around another",
      {
        ...about,
        forms: {
          timed: { signature: hmac, timestamp },
          plain: { signature: { ...hmac, field: { header: "signature" }, content: "{body}" } },
        },
      },
      /read otherwise in form plain, is accepted/,
    ],
    [
      "time and body that nothing separates",
      { ...acme, signature: { ...hmac, content: "{timestamp}{body}" } },
      /read otherwise .* is accepted/,
    ],
    [
      "time and nonce in the body that nothing separates",
      beside("{timestamp}{nonce}"),
      /read otherwise .* is accepted/,
    ],
    [
      "items that are verified in one list and handled of another",
      {
        ...about,
        signature: { ...token, field: { json: "token" } },
        sets: { json: "a" },
        batch: { at: { json: "b" } },
      },
      /split otherwise/,
    ],
    [
      "a public key that is taken for a secret",
      {
        ...about,
        signature: [
          { ...hmac, scheme: "ed25519", field: { header: "acme-key" } } as never,
          { ...hmac, field: { header: "acme-mac" } },
        ],
        timestamp,
      },
      /public key/,
    ],
    [
      "a handshake that gives nothing back",
      {
        ...acme,
        handshake: {
          when: { json: "type", equals: "ping" },
          challenge: { json: "c" },
          reply: { contentType: "text/plain", body: "ok" },
        },
      },
      /challenge is not used/,
    ],
  ];
  test.each(wrong)("%s", async (_, provider, reason) => {
    expect((await failuresOf(provider)).join("\n")).toMatch(reason);
  });
});

describe("a vector that does not fit fails", () => {
  const changed = (change: Partial<Vector>): Vector => ({ ...vector, ...change });
  const withHeaders = (headers: Record<string, string>): Vector =>
    changed({ request: { ...vector.request, headers } });
  test.each<[string, Vector, RegExp]>([
    [
      "another signature",
      withHeaders({ ...vector.request.headers, "Acme-Signature": mac(body) }),
      /the vector is refused: signature_mismatch/,
    ],
    ["another type", changed({ expect: { type: "other" } }), /the type is thing.done, not other/],
    ["a type that is not told", changed({ expect: {} }), /the type is thing.done, not undefined/],
    [
      "an id that is not there",
      changed({ expect: { type: "thing.done", id: "1" } }),
      /the id is undefined/,
    ],
    [
      "a refusal that is none",
      changed({ expect: { error: "signature_mismatch" } }),
      /the vector is accepted/,
    ],
    [
      "another refusal",
      changed({ now: 0, expect: { error: "signature_mismatch" } }),
      /signature_mismatch is expected, not timestamp_in_future/,
    ],
    ["an origin that says nothing", changed({ origin: "somewhere" }), /origin/],
    [
      "two bodies",
      changed({ request: { ...vector.request, bodyBase64: "" } }),
      /not exactly one body/,
    ],
  ])("%s", async (_, one, reason) => {
    expect((await failuresOf(acme, [one])).join("\n")).toMatch(reason);
  });

  test("two of one name", async () => {
    expect((await failuresOf(acme, [vector, vector])).join("\n")).toMatch(/two vectors/);
  });
});

test("a provider that does not check the time, or takes any signature, would fail", async () => {
  const untimed: Provider = { ...acme, timestamp: { ...timestamp, tolerance: 1e9 } };
  expect(await failuresOf(untimed, [vector])).toEqual([]);
  const unsigned: Provider = { ...about, signature: { ...hmac, content: "{body}" }, timestamp };
  expect((await failuresOf(unsigned, [vector])).join("\n")).toMatch(/the vector is refused/);
});
