import type { Field, Form, Provider, Signature } from "@hooks/core";
import { providers } from "@hooks/providers/all";
import type { SignedDelivery } from "@hooks/testing";
import { expect, test } from "vitest";
import {
  codesOf,
  formOf,
  type Intact,
  intact,
  isAccepted,
  presets,
  signaturesOf,
  url,
} from "./explained-presets.ts";

/** What is there instead of a right delivery, and by which secret it is verified; nothing where it can't be broken so. */
type Breaking = (provider: Provider, right: Intact) => Broken | undefined;

interface Broken {
  readonly delivery?: SignedDelivery;
  readonly secret?: string;
}

const withHeader = ({ delivery }: Intact, name: string, value: string): Broken => ({
  delivery: { ...delivery, headers: { ...delivery.headers, [name]: value } },
});

const contentOf = (provider: Provider): string =>
  signaturesOf(provider)
    .map((one) => ("content" in one ? one.content : ""))
    .join();

const formatOf = (signature: Signature) =>
  ("secret" in signature && signature.secret?.encoding) || undefined;

/** The header that a field is, and what is in it before and behind the text of the field. */
function headerOf(field: Field | undefined, { delivery }: Intact, among: Form) {
  if (!field || !("header" in field) || field.json !== undefined) return undefined;
  const own = [among.signature]
    .flat()
    .some(
      (one) =>
        "field" in one &&
        [one.field].flat().some((two) => "header" in two && two.header === field.header),
    );
  const value = delivery.headers[field.header];
  return typeof value === "string" ? { name: field.header, value, own } : undefined;
}

const breaks: Readonly<Record<string, readonly [cause: RegExp, least: number, Breaking]>> = {
  "a secret that can't be one": [
    /^(secret_unusable)$/,
    20,
    (provider) =>
      signaturesOf(provider).every((one) => /pem|jwk|base64|hex/.test(formatOf(one) ?? ""))
        ? { secret: "§ this is no key §" }
        : undefined,
  ],
  "a body that was cut off": [
    /^body_length$/,
    90,
    (_, { delivery }) => ({
      delivery: {
        ...delivery,
        headers: { ...delivery.headers, "content-length": String(delivery.body.length) },
        body: delivery.body.slice(0, delivery.body.length >> 1),
      },
    }),
  ],
  "an id in capitals": [
    /^id_altered$/,
    5,
    (provider, right) => {
      const id = headerOf([provider.deliveryId ?? []].flat()[0], right, formOf(provider));
      return id && contentOf(provider).includes("{id}")
        ? withHeader(right, id.name, id.value.toUpperCase())
        : undefined;
    },
  ],
  "another method": [
    /^method_changed$/,
    2,
    (provider, { delivery }) =>
      contentOf(provider).includes("{method}")
        ? { delivery: { ...delivery, method: "PUT" } }
        : undefined,
  ],
  "a time that is none": [
    /^timestamp_format$/,
    20,
    (provider, right) => {
      const { timestamp } = formOf(provider);
      const time = headerOf(timestamp, right, formOf(provider));
      return time && !time.own ? withHeader(right, time.name, "yesterday") : undefined;
    },
  ],
  "a signature of another length": [
    /^(signature_length)$/,
    60,
    (provider, right) => {
      const [signature] = [formOf(provider).signature].flat() as Signature[];
      if (!signature || !/^(hmac|digest)$/.test(signature.scheme)) return undefined;
      const [field] = "field" in signature ? [signature.field].flat() : [];
      const header = headerOf(field, right, formOf(provider));
      const isWhole = header && !/[,;= ]/.test(header.value.replace(/^[\w-]+=|=+$/g, ""));
      return header && isWhole
        ? withHeader(right, header.name, header.value.replace(/[^=]+=*$/, "abcd".repeat(20)))
        : undefined;
    },
  ],
};

test.each(Object.entries(breaks))(
  "%s is explained for every preset that has one",
  async (_, [cause, least, breaking]) => {
    let count = 0;
    const wrong: string[] = [];
    for (const provider of presets) {
      const right = await intact(provider);
      const broken = breaking(provider, right);
      if (!broken) continue;
      const { delivery = right.delivery, secret = right.verifying } = broken;
      if (await isAccepted(provider, delivery, { secret, url })) continue;
      count++;
      const codes = await codesOf(provider, delivery, { secret, url }, [right.signing]);
      if (!cause.test(codes[0] ?? "")) wrong.push(`${provider.id}: ${codes.join()}`);
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(least);
  },
);

test("a delivery of another provider is told by its headers to every preset that misses its own", async () => {
  const github = presets.find(({ id }) => id === "github") as Provider;
  const { delivery } = await intact(github);
  const wrong: string[] = [];
  let count = 0;
  for (const provider of presets) {
    const { verifying: secret } = await intact(provider);
    // What stands where its own stands is taken for that.
    const isShared = JSON.stringify(signaturesOf(provider)).includes("x-hub-signature-256");
    if (isShared) continue;
    const codes = await codesOf(provider, delivery, { secret, url, providers });
    count++;
    if (codes[0] !== "other_provider") wrong.push(`${provider.id}: ${codes.join()}`);
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(presets.length - 8);
});

test("a token by another algorithm is explained for every preset that has tokens", async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  let count = 0;
  for (const provider of presets) {
    const right = await intact(provider);
    const text = JSON.stringify([
      Object.entries(right.delivery.headers),
      new TextDecoder().decode(right.delivery.body),
    ]);
    const [token, head] = text.match(/(eyJ[\w-]+)\.[\w-]*\.[\w-]+/) ?? [];
    if (!token || !head || !signaturesOf(provider).some(({ scheme }) => scheme === "jwt")) continue;
    const other = token.replace(head, part({ alg: "PS256", typ: "JWT" }));
    const put = (value: string) => value.replace(token, other);
    const headers = Object.fromEntries(
      Object.entries(right.delivery.headers).map(([name, value]) => [name, put(String(value))]),
    );
    const body = new TextEncoder().encode(put(new TextDecoder().decode(right.delivery.body)));
    count++;
    const delivery = { ...right.delivery, headers, body };
    const codes = await codesOf(provider, delivery, { secret: right.verifying, url });
    expect([provider.id, codes]).toEqual([provider.id, ["token_algorithm"]]);
  }
  expect(count).toBe(
    presets.filter((one) => signaturesOf(one).some(({ scheme }) => scheme === "jwt")).length,
  );
});

test("a signature that is not meant for this endpoint is explained for every preset that says so", async () => {
  const causes: Record<string, readonly string[]> = {};
  for (const provider of presets) {
    const says = signaturesOf(provider).some(
      (one) =>
        "requires" in one &&
        [one.requires ?? []].flat().some((two) => "equals" in two && two.equals.includes("{url}")),
    );
    if (!says) continue;
    const { delivery, verifying: secret } = await intact(provider);
    const elsewhere = "https://elsewhere.example/other";
    causes[provider.id] = await codesOf(provider, delivery, { secret, url: elsewhere });
  }
  expect(causes).toMatchObject({ "google-pubsub": [expect.stringMatching(/^requirement_unmet$/)] });
  for (const [id, codes] of Object.entries(causes)) {
    expect([id, codes[0]]).toEqual([id, expect.stringMatching(/^(requirement_unmet|url_\w+)$/)]);
  }
});
