import type { Form, Hash, Provider, Signature } from "@hooks/core";
import { explain } from "@hooks/core/explain";
import { type SignedDelivery, signedDelivery } from "@hooks/testing";
import { describe, expect, test } from "vitest";
import {
  codesOf,
  formOf,
  headers,
  type Intact,
  intact,
  isAccepted,
  payload,
  presets,
  signaturesOf,
  url,
} from "./explained-presets.ts";

interface Carried extends Intact {
  readonly provider: Provider;
  readonly signature: Signature;
  readonly header: string;
  /** The signature itself, without what stands around it. */
  readonly text: string;
}

/** Presets whose signature is in a header, and alone there. */
async function carriedBy(provider: Provider): Promise<Carried | undefined> {
  const right = await intact(provider);
  const [signature] = [formOf(provider).signature].flat() as Signature[];
  if (!signature || signature.scheme === "basic" || signature.scheme === "token") return undefined;
  const [field] = [signature.field].flat();
  if (!field || !("header" in field) || field.json !== undefined) return undefined;
  const { header, prefix = "", split, from, to } = field;
  // What has another signature is still right without this one.
  const places = signaturesOf(provider).flatMap((one) =>
    "field" in one ? [one.field].flat() : [],
  );
  const names = new Set(places.flatMap((one) => ("header" in one ? one.header : [])));
  if ([...names].some((name) => name !== header && right.delivery.headers[name])) return undefined;
  const value = right.delivery.headers[header];
  if (typeof value !== "string") return undefined;
  const parts = split === undefined ? [value] : value.split(split);
  const part = parts.slice(from, to).find((one) => one.startsWith(prefix)) ?? "";
  return { ...right, provider, signature, header, text: part.slice(prefix.length) };
}

const carried = (await Promise.all(presets.map(carriedBy))).filter((one) => one !== undefined);

const hasHash = ({ scheme }: Signature): boolean => scheme === "hmac" || scheme === "digest";

/** The delivery with the header as `change` makes it. */
const withValue = (
  { delivery, header }: Carried,
  change: (value: string) => string | readonly string[] | undefined,
): SignedDelivery => {
  const { [header]: value, ...rest } = delivery.headers;
  const changed = change(String(value));
  const kept = changed === undefined ? {} : { [header]: changed };
  return { ...delivery, headers: { ...rest, ...kept } as SignedDelivery["headers"] };
};

/** Counts the presets for which it is a break, and fails for those of which something else is said. */
async function explained(
  all: readonly Carried[],
  broken: (one: Carried) => SignedDelivery,
  cause: string | RegExp,
  more: object = {},
): Promise<number> {
  let count = 0;
  const wrong: string[] = [];
  for (const one of all) {
    const { provider, verifying: secret, text, signing } = one;
    const delivery = broken(one);
    if (await isAccepted(provider, delivery, { secret, url })) continue;
    count++;
    const codes = await codesOf(provider, delivery, { secret, url, ...more }, [text, signing]);
    if (!new RegExp(cause).test(codes[0] ?? "")) wrong.push(`${provider.id}: ${codes.join()}`);
  }
  expect(wrong).toEqual([]);
  return count;
}

test("there are many that have it in a header", () => {
  expect(carried.length).toBeGreaterThan(115);
});

const hexed = carried.filter(
  ({ signature }) => "encoding" in signature && signature.encoding === "hex",
);
const based = carried.filter(
  ({ signature }) => "encoding" in signature && signature.encoding === "base64",
);

describe("a signature that is right", () => {
  test("and came twice is explained, as a list and in one line", async () => {
    expect(
      await explained(
        carried,
        (one) => withValue(one, (value) => [value, value]),
        /^header_repeated$/,
      ),
    ).toBeGreaterThan(80);
    expect(
      await explained(
        carried,
        (one) => withValue(one, (value) => `${value},${value}`),
        /^header_repeated$/,
      ),
    ).toBeGreaterThan(80);
  });

  test("and stands in quotes or blanks is explained", async () => {
    expect(
      await explained(carried, (one) => withValue(one, (value) => `"${value}"`), /^header_padded$/),
    ).toBe(carried.length);
    expect(
      await explained(
        carried,
        (one) => withValue(one, (value) => `  ${value} `),
        /^header_padded$/,
      ),
    ).toBeGreaterThan(115);
    expect(
      await explained(based, (one) => withValue(one, encodeURIComponent), /^header_padded$/),
    ).toBeGreaterThan(20);
  });

  test("and is written in another encoding is explained", async () => {
    const upper = (one: Carried) =>
      withValue(one, (value) => value.replace(one.text, one.text.toUpperCase()));
    expect(
      await explained(
        hexed.filter(({ signature }) => hasHash(signature)),
        upper,
        /^signature_encoding$/,
      ),
    ).toBeGreaterThan(55);
    const base64 = (one: Carried) =>
      withValue(one, (value) =>
        value.replace(one.text, Buffer.from(one.text, "hex").toString("base64")),
      );
    expect(await explained(hexed, base64, /^signature_encoding$/)).toBeGreaterThan(60);
    const hex = (one: Carried) =>
      withValue(one, (value) =>
        value.replace(one.text, Buffer.from(one.text, "base64").toString("hex")),
      );
    expect(await explained(based, hex, /^signature_encoding$/)).toBeGreaterThan(25);
    const url64 = (one: Carried) =>
      withValue(one, (value) =>
        value.replace(one.text, Buffer.from(one.text, "base64").toString("base64url")),
      );
    expect(await explained(based, url64, /^signature_encoding$/)).toBeGreaterThan(25);
  });

  test("and has lost what stands before it, or has something else there, is explained", async () => {
    const prefixed = carried.filter(
      ({ delivery, header, text }) => delivery.headers[header] !== text,
    );
    const single = prefixed.filter(
      ({ delivery, header }) => !/[, ;]/.test(String(delivery.headers[header])),
    );
    expect(
      await explained(single, (one) => withValue(one, () => one.text), /^signature_prefix$/),
    ).toBeGreaterThan(15);
    expect(
      await explained(
        carried.filter(
          ({ delivery, header, text }) => delivery.headers[header] === text && !/\./.test(text),
        ),
        (one) => withValue(one, (value) => `sha256=${value}`),
        /^signature_prefix$/,
      ),
    ).toBeGreaterThan(50);
  });

  test("and stands in another header is explained", async () => {
    const moved = (one: Carried) => {
      const bare = withValue(one, () => undefined);
      return { ...bare, headers: { ...bare.headers, "x-moved-signature": one.text } };
    };
    // Where the time is in the same header, it is lost with it.
    const alone = carried.filter(({ delivery, header, text, provider }) => {
      const { timestamp } = formOf(provider);
      const isShared = timestamp && "header" in timestamp && timestamp.header === header;
      return !isShared && !/,/.test(String(delivery.headers[header]).replace(text, ""));
    });
    expect(await explained(alone, moved, /^signature_header$/)).toBeGreaterThan(80);
  });

  test("and is cut off is explained", async () => {
    const cut = (one: Carried) =>
      withValue(one, (value) => value.replace(one.text, one.text.slice(0, one.text.length - 8)));
    const keyed = carried.filter(({ signature }) => hasHash(signature));
    expect(await explained(keyed, cut, /^signature_truncated$/)).toBe(keyed.length);
    expect(keyed.length).toBeGreaterThan(95);
  });
});

const otherHash = (hash: Hash | "MD5"): Hash => (hash === "SHA-1" ? "SHA-256" : "SHA-1");

/** The provider with every signature as `change` makes it. */
function changedProvider(
  provider: Provider,
  change: (signature: Signature) => Signature,
): Provider {
  const changed = (form: Form): Form => ({
    ...form,
    signature: [form.signature].flat().map((one) => change(one as Signature)),
  });
  return provider.forms
    ? {
        ...provider,
        forms: Object.fromEntries(
          Object.entries(provider.forms).map(([name, form]) => [name, changed(form)]),
        ),
      }
    : (changed(provider) as Provider);
}

/** Presets, with what they would get from a sender that signs as `change` says. */
async function sentBy(
  change: (signature: Signature) => Signature,
  all = carried,
): Promise<readonly Carried[]> {
  const made = await Promise.all(
    all.map(async (one) => {
      const { provider, signing } = one;
      const sender = changedProvider(provider, change);
      const delivery = await signedDelivery(sender, {
        secret: signing,
        url,
        headers,
        payload,
        type: "a.b",
      }).catch(() => undefined);
      return delivery ? [{ ...one, delivery }] : [];
    }),
  );
  return made.flat();
}

test("a signature by another hash is explained", async () => {
  const sent = await sentBy((one) =>
    one.scheme === "hmac" ? { ...one, hash: otherHash(one.hash) } : one,
  );
  const hmacs = sent.filter(({ signature }) => signature.scheme === "hmac");
  expect(await explained(hmacs, ({ delivery }) => delivery, /^signature_hash$/)).toBeGreaterThan(
    90,
  );
});

test("a signature of another content is explained", async () => {
  const sent = await sentBy((one) =>
    "content" in one && one.content.includes("{timestamp}") ? { ...one, content: "{body}" } : one,
  );
  // What one form does not take may be another's.
  const single = sent.filter(({ provider }) => Object.keys(provider.forms ?? {}).length < 2);
  expect(await explained(single, ({ delivery }) => delivery, /^content_other$/)).toBeGreaterThan(
    40,
  );
});

test("of a delivery without the time or the id that is signed, the header is named", async () => {
  let count = 0;
  for (const one of carried) {
    const { provider, delivery, verifying: secret, header, signature } = one;
    const { timestamp } = formOf(provider);
    const { deliveryId } = provider;
    const content = "content" in signature ? signature.content : "";
    const places = [
      content.includes("{timestamp}") && timestamp,
      content.includes("{id}") && [deliveryId].flat()[0],
    ];
    for (const place of places) {
      if (!place || !("header" in place) || place.header === header) continue;
      const { [place.header]: _, ...rest } = delivery.headers;
      const explanation = await explain(
        provider,
        { ...delivery, headers: rest },
        { secret, url, keys: delivery.keys },
      );
      count++;
      const [first] = explanation.causes;
      expect([provider.id, first?.code]).toEqual([provider.id, "header_absent"]);
      expect(first?.evidence).toContain(place.header);
    }
  }
  expect(count).toBeGreaterThan(50);
});
