import { readFileSync } from "node:fs";
import { type Provider, sign } from "@hooks/core";
import { type ExplainOptions, explain } from "@hooks/core/explain";
import { describe, expect, test } from "vitest";

const provider: Provider = {
  id: "sample",
  name: "Sample",
  docs: "https://example.com/docs",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "sample-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "sample-signature", split: ",", prefix: "t=", unit: "s" },
};
const ofUrl: Provider = {
  id: "url",
  name: "URL",
  docs: "https://example.com/docs",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "url-signature" },
    encoding: "hex",
    content: "{url}{body}",
  },
};
const secret = "the secret of the tests";
const at = Date.UTC(2026, 0, 31, 12);
const now = (): number => at;
const url = "https://example.com/in";

const signed = (body: string | Uint8Array, by: Provider = provider) =>
  sign(by, { secret, body, timestamp: new Date(at), url });

/** What is said of a delivery that was changed. */
async function codesOf(
  body: string,
  change: Partial<Awaited<ReturnType<typeof sign>>>,
  options: Partial<ExplainOptions> = {},
  by = provider,
) {
  const delivery = { ...(await signed(body, by)), ...change };
  const { causes } = await explain(by, delivery, { secret, now, timeLimitMs: 60_000, ...options });
  return causes.map(({ code }) => code);
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a delivery that is accepted needs no explanation", async () => {
  const delivery = await signed("{}");
  expect(await explain(provider, delivery, { secret, now })).toEqual({
    verdict: "accepted",
    causes: [],
    trials: 0,
    skipped: [],
  });
});

test("a cause has a code, a sentence, what to do, and what was seen", async () => {
  const { headers, ...rest } = await signed("{}");
  const delivery = {
    ...rest,
    headers: new Headers(headers as Record<string, string>),
    body: utf8("{}\n"),
  };
  expect(await explain(provider, delivery, { secret, now })).toEqual({
    verdict: "signature_mismatch",
    causes: [
      {
        code: "body_trailing_space",
        sentence: "A line break or a blank was added to the body, or removed from it.",
        advice: expect.stringMatching(
          /^Editors and templates add one at the end\. Verify the bytes/,
        ),
        evidence: "the signature is right without the blanks at its end, by 1 byte",
      },
    ],
    trials: expect.any(Number),
    skipped: [],
  });
});

test("every code is a cause in the guide", () => {
  const root = new URL("../../../", import.meta.url);
  const source = readFileSync(new URL("packages/core/src/explain/causes.ts", root), "utf8");
  const guide = readFileSync(new URL("docs/guides/explain.md", root), "utf8");
  const codes = [...source.matchAll(/^ {2}\| "(\w+)"/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(50);
  expect(codes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
});

describe("two things at once", () => {
  test("a quoted secret and another spacing are both named", async () => {
    const changed = { body: utf8('{"a":1}') };
    expect(await codesOf('{\n  "a": 1\n}', changed, { secret: `"${secret}"` })).toEqual([
      "secret_quoted",
      "body_spacing",
    ]);
  });

  test("another scheme and a line feed are both named", async () => {
    const changed = { body: utf8("{}\n"), url: "http://example.com/in" };
    expect(await codesOf("{}", changed, {}, ofUrl)).toEqual(["url_scheme", "body_trailing_space"]);
  });

  test("PHP's indented JSON is other spacing and other escapes", async () => {
    const changed = { body: utf8('{"a":"ü/"}') };
    expect(await codesOf('{\n    "a": "\\u00fc\\/"\n}', changed)).toEqual([
      "body_spacing",
      "body_escapes",
    ]);
  });

  test("what was changed and is old is both", async () => {
    const late = () => at + 7_200_000;
    expect(await codesOf("{}", { body: utf8("{}\n") }, { now: late })).toEqual([
      "body_trailing_space",
      "clock_off",
    ]);
  });
});

describe("what bounds it", () => {
  const big = (size: number): string => JSON.stringify({ text: "ä/".repeat(size) });

  test("a body that is too large is not written anew, and it says so", async () => {
    const body = big(100_000);
    const delivery = { ...(await signed(body)), body: utf8(`${body}\n`) };
    const { causes, skipped } = await explain(provider, delivery, { secret, now });
    expect([causes, skipped]).toEqual([[], ["body_too_large"]]);
    // What needs no other body is found all the same.
    expect(await codesOf(body, {}, { secret: `${secret}"`, also: [secret] })).toEqual([
      "secret_other",
    ]);
  });

  test("no more is tried than was allowed", async () => {
    const delivery = { ...(await signed("{}")), body: utf8('{"b":1}') };
    const told = await explain(provider, delivery, { secret, now, maxTrials: 20 });
    expect(told).toMatchObject({ causes: [], trials: 20, skipped: ["most_trials"] });
    const none = await explain(provider, delivery, { secret, now, timeLimitMs: 0 });
    expect(none).toMatchObject({ causes: [], trials: 0, skipped: ["time_limit"] });
    const all = await explain(provider, delivery, { secret, now, timeLimitMs: 60_000 });
    expect(all.skipped).toEqual([]);
    expect(all.trials).toBeLessThan(5000);
  });

  test("the worst of bodies and headers ends by itself", async () => {
    const { headers } = await signed("{}");
    const hostile = [
      "[".repeat(200_000),
      `${"[".repeat(5000)}${"]".repeat(5000)}`,
      `{${Array.from({ length: 5000 }, (_, i) => `"k${i}":${i}`).join()}}`,
      `"${"\\u00e4".repeat(30_000)}"`,
      "a=".repeat(100_000),
      " ".repeat(200_000),
      "%".repeat(200_000),
      "\ufffd".repeat(60_000),
    ];
    for (const text of hostile) {
      const long = Object.fromEntries(
        Array.from({ length: 200 }, (_, i) => [`x-long-${i}`, "a-.".repeat(1300)]),
      );
      const delivery = { method: "POST", url, headers: { ...headers, ...long }, body: utf8(text) };
      const { causes } = await explain(provider, delivery, { secret, now, timeLimitMs: 300 });
      const facts = causes.filter(({ code }) => code !== "body_characters_lost");
      expect(facts).toEqual([]);
    }
  });

  test("a small body that unpacks to a large one is not unpacked", async () => {
    const packed = new Blob([new Uint8Array(50_000_000)])
      .stream()
      .pipeThrough(new CompressionStream("gzip"));
    const body = new Uint8Array(await new Response(packed).arrayBuffer());
    const delivery = { ...(await signed("{}")), body };
    expect(await explain(provider, delivery, { secret, now })).toMatchObject({ causes: [] });
  });
});

describe("what it is given", () => {
  test("a parsed body is told by its kind", async () => {
    const delivery = { ...(await signed("{}")), body: { a: 1 } as unknown as string };
    const { verdict, causes } = await explain(provider, delivery, { secret, now });
    expect([verdict, causes[0]?.code, causes[0]?.evidence]).toEqual([
      "body_unavailable",
      "body_parsed",
      "it is of the type object",
    ]);
  });

  test("an option that can't be right throws", async () => {
    const delivery = await signed("{}");
    const work = explain(provider, delivery, { secret, form: "none" });
    await expect(work).rejects.toMatchObject({ code: "option_invalid" });
  });

  test("a secret that there is not is told as it is", async () => {
    const delivery = await signed("{}");
    const { verdict, causes } = await explain(provider, delivery, { secret: undefined, now });
    expect([verdict, causes[0]?.code, causes[0]?.evidence]).toEqual([
      "secret_invalid",
      "secret_unusable",
      'secret "0" is undefined: is its environment variable set?',
    ]);
  });

  test("a function of the delivery says the secret; one that fails explains itself", async () => {
    const changed = { body: utf8("{}\n") };
    expect(await codesOf("{}", changed, { secret: () => Promise.resolve([secret]) })).toEqual([
      "body_trailing_space",
    ]);
    const failing = () => Promise.reject(new Error("no database"));
    const delivery = await signed("{}");
    expect(await explain(provider, delivery, { secret: failing, now })).toMatchObject({
      verdict: "secret_unavailable",
      causes: [],
    });
  });

  test("the length that a delivery says is compared with the one that it has", async () => {
    const { headers } = await signed('{"a":1}');
    const cut = { body: utf8('{"a":'), headers: { ...(headers as object), "content-length": "7" } };
    expect(await codesOf('{"a":1}', cut)).toEqual(["body_length"]);
  });

  test("a header whose name is hostile is not repeated", async () => {
    const { headers, ...rest } = await signed("{}");
    const { "sample-signature": value } = headers as Record<string, string>;
    const name = `x-${"é".repeat(5)}<script>`;
    const delivery = { ...rest, headers: { [name]: value } };
    const told = await explain(provider, delivery, { secret, now });
    expect(JSON.stringify(told)).not.toContain("script");
  });
});

test("a token by another algorithm, and one for somebody else, are told apart", async () => {
  const token = (algorithms: "HS256" | "HS512"): Provider => ({
    id: "token",
    name: "Token",
    docs: "https://example.com/docs",
    signature: {
      scheme: "jwt",
      algorithms,
      field: { header: "authorization", prefix: "Bearer " },
      requires: { claim: "aud", equals: "{url}" },
    },
  });
  const delivery = await sign(token("HS256"), { secret, body: "{}", url });
  const codes = async (by: Provider, to: string) => {
    const { causes } = await explain(by, delivery, { secret, url: to });
    return causes.map(({ code, evidence }) => [code, evidence]);
  };
  expect(await codes(token("HS512"), url)).toEqual([
    ["token_algorithm", "it says HS256, where HS512 is right"],
  ]);
  expect(await codes(token("HS256"), "https://else.example.org/other")).toEqual([
    ["requirement_unmet", "the claim aud is not what it has to be"],
  ]);
});
