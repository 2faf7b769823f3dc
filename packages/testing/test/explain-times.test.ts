import type { Form, Provider, Timestamp } from "@hooks/core";
import { explain } from "@hooks/core/explain";
import { signedDelivery } from "@hooks/testing";
import { expect, test } from "vitest";
import {
  codesOf,
  formOf,
  headers,
  intact,
  isAccepted,
  payload,
  presets,
  secretOf,
  url,
} from "./explained-presets.ts";

const at = Date.UTC(2026, 0, 31, 12, 0, 0);

/** Presets that are fresh at `at` and not at another time. */
const timed = (
  await Promise.all(
    presets.map(async (provider) => {
      const { delivery, verifying: secret } = await intact(provider, { now: () => at });
      const later = await isAccepted(provider, delivery, { secret, url, now: () => at + 4e8 });
      return later ? [] : [{ provider, delivery, secret }];
    }),
  )
).flat();

test("there are many that sign a time", () => {
  expect(timed.length).toBeGreaterThan(55);
});

test.each([
  [
    3600,
    /^it (is 3600 seconds behind the clock|expired \d+ seconds ago by the clock)(; that is 1 h, .*)?$/,
  ],
  [-3600, /^it (is|counts from) 3600 seconds ahead of the clock; that is 1 h, /],
  [
    5 * 3600 + 1800,
    /^it (is 19800 seconds behind the clock|expired \d+ seconds ago by the clock)$/,
  ],
  [-1000, /^it (is|counts from) 1000 seconds ahead of the clock$/],
] as const)(
  "a clock that is %s seconds off is told, with the direction",
  async (seconds, words) => {
    let broken = 0;
    for (const { provider, delivery, secret } of timed) {
      const now = () => at + seconds * 1000;
      if (await isAccepted(provider, delivery, { secret, url, now })) continue;
      broken++;
      const { keys } = delivery;
      const { causes, verdict } = await explain(provider, delivery, { secret, url, now, keys });
      expect([provider.id, causes.map(({ code }) => code)]).toEqual([
        provider.id,
        [expect.stringMatching(/^(clock_off|token_expired|token_early)$/)],
      ]);
      expect(verdict).toBe(seconds > 0 ? "timestamp_too_old" : "timestamp_in_future");
      expect(causes[0]?.evidence).toMatch(words);
    }
    expect(broken).toBeGreaterThan(50);
  },
);

test("a clock that answers in seconds is told", async () => {
  for (const { provider, delivery, secret } of timed) {
    const codes = await codesOf(provider, delivery, { secret, url, now: () => at / 1000 });
    const isToken = [formOf(provider).signature].flat().some(({ scheme }) => scheme === "jwt");
    if (!isToken) expect([provider.id, codes]).toEqual([provider.id, ["clock_unit"]]);
  }
});

/** The preset with another unit, of which the provider signs the text. */
function withUnit(provider: Provider, unit: Timestamp["unit"]): Provider {
  const form = formOf(provider);
  const other = { ...form, timestamp: { ...form.timestamp, unit } } as Form;
  const [name] = Object.keys(provider.forms ?? {});
  return name === undefined
    ? (other as Provider)
    : ({ ...provider, forms: { ...provider.forms, [name]: other } } as Provider);
}

test.each(["s", "ms", "iso"] as const)("a time in another unit, %s, is told", async (unit) => {
  let broken = 0;
  const wrong: string[] = [];
  for (const { provider } of timed) {
    const { timestamp, signature } = formOf(provider);
    // What one form does not take may be another's.
    if (provider.forms && Object.keys(provider.forms).length > 1) continue;
    if (!timestamp || !("header" in timestamp) || timestamp.unit === unit) continue;
    if (![signature].flat().every((one) => "content" in one && one.content.includes("{timestamp}")))
      continue;
    const { signing, verifying: secret } = await secretOf(provider);
    const delivery = await signedDelivery(withUnit(provider, unit), {
      secret: signing,
      url,
      headers,
      payload,
      now: () => at,
    }).catch(() => undefined);
    const now = () => at;
    if (!delivery || (await isAccepted(provider, delivery, { secret, url, now }))) continue;
    broken++;
    const codes = await codesOf(provider, delivery, { secret, url, now });
    if (codes[0] !== "timestamp_unit") wrong.push(`${provider.id}: ${codes.join()}`);
  }
  expect(wrong).toEqual([]);
  expect(broken).toBeGreaterThan(5);
});

/** The header of the time with another text in it. */
function retimed(
  provider: Provider,
  sent: Readonly<Record<string, unknown>>,
  change: (text: string) => string,
) {
  const { timestamp } = formOf(provider);
  if (!timestamp || !("header" in timestamp) || timestamp.json !== undefined) return undefined;
  const { header, prefix = "" } = timestamp;
  const value = String(sent[header]);
  const text = value.match(new RegExp(`${prefix}([^,; ]+)`))?.[1];
  return text === undefined
    ? undefined
    : { ...sent, [header]: value.replace(prefix + text, prefix + change(text)) };
}

test.each([
  ["seven seconds later", "timestamp_altered", (text: string) => later(text, 7)],
  ["an hour earlier", "timestamp_altered", (text: string) => later(text, -3600)],
  [
    "in microseconds",
    "timestamp_unit",
    (text: string) => `${Date.parse(text) || Number(text) * (text.length < 12 ? 1000 : 1)}000`,
  ],
] as const)("a time that was made %s is told", async (_, cause, change) => {
  let broken = 0;
  const wrong: string[] = [];
  for (const { provider, delivery, secret } of timed) {
    const { signature } = formOf(provider);
    if (![signature].flat().every((one) => "content" in one && one.content.includes("{timestamp}")))
      continue;
    const changed = retimed(provider, delivery.headers, change);
    if (!changed) continue;
    const broke = { ...delivery, headers: changed as Record<string, string> };
    const now = () => at;
    if (await isAccepted(provider, broke, { secret, url, now })) continue;
    broken++;
    const codes = await codesOf(provider, broke, { secret, url, now });
    if (codes[0] !== cause) wrong.push(`${provider.id}: ${codes.join()}`);
  }
  expect(wrong).toEqual([]);
  expect(broken).toBeGreaterThan(35);
});

/** The same kind of time, some seconds later. */
function later(text: string, seconds: number): string {
  if (/^\d+$/.test(text))
    return String(Number(text) + (text.length < 12 ? seconds : seconds * 1000));
  const moved = new Date(
    Date.parse(text.endsWith("Z") ? text : `${text}Z`) + seconds * 1000,
  ).toISOString();
  return text.endsWith("Z") ? moved : moved.slice(0, -1);
}
