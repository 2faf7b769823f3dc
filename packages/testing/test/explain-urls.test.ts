import { expect, test } from "vitest";
import { codesOf, intactIfSent, isAccepted, presets } from "./explained-presets.ts";

/** What the provider has, what the receiver was told, what a proxy adds, and what should be said. */
interface Change {
  readonly signed: string;
  readonly given: string;
  readonly added?: Readonly<Record<string, string>>;
  readonly causes: readonly string[];
}

const changes: Readonly<Record<string, Change>> = {
  "http behind a proxy": {
    signed: "https://example.com/in",
    given: "http://example.com/in",
    causes: ["url_scheme"],
  },
  "https that is none": {
    signed: "http://example.com/in",
    given: "https://example.com/in",
    causes: ["url_scheme"],
  },
  "the host of a container": {
    signed: "https://example.com/in",
    given: "https://app.internal/in",
    added: { "x-forwarded-host": "example.com" },
    causes: ["url_host"],
  },
  "another host and http": {
    signed: "https://example.com/in",
    given: "http://app.internal/in",
    added: { host: "example.com" },
    causes: ["url_scheme", "url_host"],
  },
  "the port of a container": {
    signed: "https://example.com/in",
    given: "https://example.com:8080/in",
    causes: ["url_port"],
  },
  "a port that was left away": {
    signed: "https://example.com:8443/in",
    given: "https://example.com/in",
    causes: ["url_port"],
  },
  "a slash at the end": {
    signed: "https://example.com/in",
    given: "https://example.com/in/",
    causes: ["url_path"],
  },
  "no slash at the end": {
    signed: "https://example.com/in/",
    given: "https://example.com/in",
    causes: ["url_path"],
  },
  "decoded escapes": {
    signed: "https://example.com/a%20b",
    given: "https://example.com/a b",
    causes: ["url_path"],
  },
  "escapes in small letters": {
    signed: "https://example.com/a%2Fb",
    given: "https://example.com/a%2fb",
    causes: ["url_path"],
  },
  "a prefix that was stripped": {
    signed: "https://example.com/api/in",
    given: "https://example.com/in",
    causes: ["url_path"],
  },
  "a prefix that a proxy tells": {
    signed: "https://example.com/unusual/in",
    given: "https://example.com/in",
    added: { "x-forwarded-prefix": "/unusual" },
    causes: ["url_path"],
  },
  "a path that a proxy tells": {
    signed: "https://example.com/before/it",
    given: "https://example.com/in",
    added: { "x-original-url": "/before/it" },
    causes: ["url_path"],
  },
  "a prefix that was added": {
    signed: "https://example.com/in",
    given: "https://example.com/stage/in",
    causes: ["url_path"],
  },
  "a query in another order": {
    signed: "https://example.com/in?a=1&b=2",
    given: "https://example.com/in?b=2&a=1",
    causes: ["url_query"],
  },
  "a query that was lost": {
    signed: "https://example.com/in",
    given: "https://example.com/in?added=1",
    causes: ["url_query"],
  },
};

test.each(Object.entries(changes))(
  "%s is explained for every preset that signs the URL",
  async (_, change) => {
    const { signed, given: url, added = {}, causes } = change;
    const wrong: string[] = [];
    let broken = 0;
    for (const provider of presets) {
      const right = await intactIfSent(provider, { url: signed });
      if (!right) continue;
      const { delivery, verifying: secret } = right;
      // The query of the delivery itself may hold what the provider reads.
      const { search } = new URL(delivery.url);
      const changed = { ...delivery, headers: { ...delivery.headers, ...added } };
      if (search && !signed.includes("?")) continue;
      if (await isAccepted(provider, changed, { secret, url })) continue;
      broken++;
      const codes = await codesOf(provider, { ...changed, url }, { secret, url });
      if (codes.join() !== causes.join()) wrong.push(`${provider.id}: ${codes.join()}`);
    }
    expect(wrong).toEqual([]);
    expect(broken).toBeGreaterThan(4);
  },
);

test("a query that was lost in the settings is found in the delivery", async () => {
  let broken = 0;
  for (const provider of presets) {
    const right = await intactIfSent(provider, { url: "https://example.com/in?tenant=7" });
    if (!right) continue;
    const { delivery, verifying: secret } = right;
    const url = "https://example.com/in";
    if (await isAccepted(provider, delivery, { secret, url })) continue;
    broken++;
    const codes = await codesOf(provider, delivery, { secret, url });
    expect([provider.id, codes]).toEqual([provider.id, ["url_query"]]);
  }
  expect(broken).toBeGreaterThan(4);
});
