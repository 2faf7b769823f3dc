import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forbiddenHosts } from "../src/suite.ts";
import { refusalOf } from "./judged.ts";

const byte = fc.integer({ min: 0, max: 255 });
/** As many forbidden addresses as public ones. */
const firstByte = fc.oneof(byte, fc.constantFrom(0, 10, 127, 169, 172, 192, 198, 203, 224, 255));
const ipv4 = fc.tuple(firstByte, byte, byte, byte);

const bases = [
  (n: number) => String(n),
  (n: number) => `0x${n.toString(16)}`,
  (n: number) => `0X${n.toString(16).toUpperCase()}`,
  (n: number) => `0${n.toString(8)}`,
  (n: number) => `0x000${n.toString(16)}`,
  (n: number) => `000${n.toString(8)}`,
] as const;
const base = fc.constantFrom(...bases);

/** The same address in 1 to 4 parts, each in a base of its own. */
const spelled = fc
  .record({
    bytes: ipv4,
    length: fc.integer({ min: 1, max: 4 }),
    writers: fc.tuple(base, base, base, base),
    dot: fc.constantFrom("", "."),
  })
  .map(({ bytes, length, writers, dot }) => {
    const head = bytes.slice(0, length - 1);
    const tail = bytes.slice(length - 1).reduce((sum, one) => sum * 256 + one, 0);
    const parts = [...head, tail].map((part, i) => (writers[i] ?? String)(part));
    return { plain: bytes.join("."), spelling: parts.join(".") + dot };
  });

/** What a parser maps to digits, dots and letters. */
const disguises: Readonly<Record<string, readonly string[]>> = {
  ".": ["。", "．", "｡"],
  "0": ["０", "⓪", "𝟎", "%30"],
  "1": ["１", "①", "¹", "𝟏", "%31"],
  "2": ["２", "②", "²", "𝟐", "%32"],
  "7": ["７", "⑦", "⁷", "𝟕", "%37"],
  x: ["ｘ", "ⓧ", "%78"],
};

const judged = (host: string) => refusalOf(`https://${host}/`);

describe("an IPv4 address is judged alike", () => {
  test("in every base and number of parts", () => {
    fc.assert(
      fc.property(spelled, ({ plain, spelling }) => {
        expect(judged(spelling), spelling).toBe(judged(plain));
      }),
      { numRuns: 3000 },
    );
  });

  test("in characters that mean the same", () => {
    const disguised = spelled.chain(({ plain, spelling }) =>
      fc
        .array(fc.nat(), { minLength: spelling.length, maxLength: spelling.length })
        .map((choices) => {
          const letters = [...spelling].map((letter, i) => {
            const options = [letter, ...(disguises[letter] ?? [])];
            return options[(choices[i] ?? 0) % options.length];
          });
          return { plain, spelling: letters.join("") };
        }),
    );
    fc.assert(
      fc.property(disguised, ({ plain, spelling }) => {
        expect(judged(spelling), spelling).toBe(judged(plain));
      }),
      { numRuns: 3000 },
    );
  });

  test("and the spellings do mean something", () => {
    expect(judged("0x08080808")).toBeUndefined();
    expect(judged("010.8.2056")).toBeUndefined();
    expect(judged("⑧.8.8.8")).toBeUndefined();
    expect(judged("0x7f.1")).toBe("address_forbidden");
  });
});

describe("an IPv6 address is judged alike", () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const first = fc.oneof(
    group,
    fc.constantFrom(0x2001, 0x2002, 0x2606, 0x3fff, 0xfe80, 0xfd00, 0x64),
  );
  const groups = fc.tuple(first, group, group, group, group, group, group, group);
  const full = (list: readonly number[]) => list.map((one) => one.toString(16)).join(":");

  test("in every textual form", () => {
    const form = fc.record({
      groups,
      width: fc.integer({ min: 1, max: 4 }),
      isUpper: fc.boolean(),
      from: fc.integer({ min: 0, max: 7 }),
      length: fc.integer({ min: 1, max: 8 }),
      endsInIpv4: fc.boolean(),
    });
    fc.assert(
      fc.property(form, ({ groups: given, width, isUpper, from, length, endsInIpv4 }) => {
        // What is left out is zero.
        const left = given.map((one, i) => (i >= from && i < from + length ? 0 : one));
        const texts = left.map((one) => one.toString(16).padStart(width, "0"));
        const [high = 0, low = 0] = left.slice(6);
        const dotted = [high >> 8, high & 255, low >> 8, low & 255].join(".");
        const tail = endsInIpv4 ? [dotted] : texts.slice(6);
        const end = from + length;
        const after = end <= 6 ? [...texts.slice(end, 6), ...tail] : texts.slice(end);
        const text =
          end <= (endsInIpv4 ? 6 : 8)
            ? `${texts.slice(0, from).join(":")}::${after.join(":")}`
            : [...texts.slice(0, 6), ...tail].join(":");
        const spelling = isUpper ? text.toUpperCase() : text;
        expect(judged(`[${spelling}]`), spelling).toBe(judged(`[${full(left)}]`));
      }),
      { numRuns: 3000 },
    );
  });

  test("and the forms do mean something", () => {
    expect(judged("[2606:4700::1.1.1.1]")).toBeUndefined();
    expect(judged("[2606:4700:0000::0001]")).toBeUndefined();
    expect(judged("[::FFFF:127.0.0.1]")).toBe("address_forbidden");
  });
});

describe("a host", () => {
  test.each(forbiddenHosts)("%s is refused, for its address or for its name", (host) => {
    expect(judged(host)).toMatch(/^(address|name)_forbidden$/);
  });
});
