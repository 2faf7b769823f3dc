import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signNode,
  verify as verifyNode,
} from "node:crypto";
import { type EcdsaSignature, type Hash, type RsaSignature, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { derToRaw, rawToDer } from "../src/schemes/der-signature.ts";
import { post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const base = {
  field: { header: "x-signature" },
  encoding: "base64",
  content: "{body}",
  secret: { encoding: "pem" },
} as const;
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const hashes: readonly Hash[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
const body = Buffer.from('{"a":"größe"}\r\n');

const pem = (key: KeyObject): string =>
  key.export({ type: key.type === "public" ? "spki" : "pkcs8", format: "pem" }).toString();

interface Sample {
  readonly name: string;
  readonly signature: EcdsaSignature | RsaSignature;
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  /** What Node has to be told to make and check the same signature. */
  readonly inNode: object;
}

const samples: readonly Sample[] = hashes.flatMap((hash) => [
  ...(["der", "raw"] as const).map((form) => ({
    name: `ECDSA ${hash} ${form}`,
    signature: { ...base, scheme: "ecdsa", hash, form } as const,
    pair: ec,
    inNode: { dsaEncoding: form === "der" ? "der" : "ieee-p1363" },
  })),
  ...(["pkcs1", "pss"] as const).map((padding) => ({
    name: `RSA ${hash} ${padding}`,
    signature: { ...base, scheme: "rsa", hash, padding } as const,
    pair: rsa,
    // The salt is as long as the hash: RSA_PSS_SALTLEN_DIGEST is -1.
    inNode: padding === "pss" ? { padding: 6, saltLength: -1 } : { padding: 1 },
  })),
]);

describe.each(samples)("$name", ({ signature, pair, inNode }) => {
  const which = provider({ signature });
  const algorithm = signature.hash.replace("-", "");
  const secret = pem(pair.publicKey);
  const made = signNode(algorithm, body, { key: pair.privateKey, ...inNode }).toString("base64");

  test("what Node signs is accepted, and nothing else of it", async () => {
    const delivery = post({ "x-signature": made }, body);
    expect((await verify(which, delivery, { secret })).secretLabel).toBe(0);
    const other = post({ "x-signature": made }, `${body} `);
    expect(await verdictOf(which, other, { secret })).toBe("signature_mismatch");
    const { publicKey } =
      pair === ec
        ? generateKeyPairSync("ec", { namedCurve: "P-256" })
        : generateKeyPairSync("rsa", { modulusLength: 2048 });
    const another = { secret: pem(publicKey) };
    expect(await verdictOf(which, delivery, another)).toBe("signature_mismatch");
    expect((await verify(which, delivery, { secret: [pem(publicKey), secret] })).secretLabel).toBe(
      1,
    );
  });

  test("Node accepts what is signed", async () => {
    const delivery = await sign(which, { secret: pem(pair.privateKey), body });
    const sent = (delivery.headers as Record<string, string>)["x-signature"] ?? "";
    const key = { key: pair.publicKey, ...inNode };
    expect(verifyNode(algorithm, body, key, Buffer.from(sent, "base64"))).toBe(true);
    expect((await verify(which, delivery, { secret })).provider).toBe("sample");
  });

  test("a signature that is cut, longer or in another spelling is refused", async () => {
    const bytes = Buffer.from(made, "base64");
    const changed = [
      bytes.subarray(1),
      bytes.subarray(0, -1),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.concat([Buffer.of(0), bytes]),
      Buffer.alloc(bytes.length),
      Buffer.alloc(0),
      Buffer.alloc(3000, 48),
    ].map((one) => one.toString("base64"));
    for (const text of [...changed, made.replace(/=+$/, ""), `${made}=`, `${made}AAAA`]) {
      if (text === made) continue;
      const verdict = await verdictOf(which, post({ "x-signature": text }, body), { secret });
      expect(verdict, text).toMatch(/^signature_/);
    }
  });
});

describe("a public key", () => {
  const which = provider({ signature: { ...base, scheme: "ecdsa", hash: "SHA-256", form: "der" } });
  const made = signNode("SHA256", body, ec.privateKey).toString("base64");
  const delivery = post({ "x-signature": made }, body);
  const lines = pem(ec.publicKey);

  test.each([
    ["as it is exported", lines],
    ["on one line", lines.replaceAll("\n", "")],
    ["with the line ends of Windows", lines.replaceAll("\n", "\r\n")],
    ["without its last line end", lines.trimEnd()],
    ["with blank lines around it", `\n\n${lines}\n`],
  ])("counts %s", async (_, secret) => {
    expect((await verify(which, delivery, { secret })).provider).toBe("sample");
  });

  test.each([
    ["empty", ""],
    ["without its lines", lines.replaceAll(/-----[^-]+-----|\n/g, "")],
    ["without its first line", lines.split("\n").slice(1).join("\n")],
    ["cut", lines.replace(/.{10}\n-----END/, "\n-----END")],
    ["private", pem(createPrivateKey(pem(ec.privateKey)))],
    ["of another kind", pem(rsa.publicKey)],
    ["of another curve", pem(generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey)],
  ])("that is %s is said to be wrong", async (_, secret) => {
    expect(await verdictOf(which, delivery, { secret })).toBe("secret_invalid");
  });

  test("is bytes as well", async () => {
    const secret = ec.publicKey.export({ type: "spki", format: "der" });
    expect((await verify(which, delivery, { secret })).provider).toBe("sample");
  });

  test("can stand in base64", async () => {
    const signature = {
      ...base,
      scheme: "ecdsa",
      hash: "SHA-256",
      form: "der",
      secret: { encoding: "base64" },
    } as const;
    const secret = ec.publicKey.export({ type: "spki", format: "der" }).toString("base64");
    expect((await verify(provider({ signature }), delivery, { secret })).provider).toBe("sample");
  });
});

describe("the DER form of a signature", () => {
  const bytes = (hex: string): Uint8Array =>
    new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
  const raw = bytes(`${"00".repeat(31)}01${"00".repeat(31)}80`);

  test("is read and written", () => {
    expect(derToRaw(bytes("3007 020101 02020080"))).toEqual(raw);
    expect(rawToDer(raw)).toEqual(bytes("3007 020101 02020080"));
    for (let i = 0; i < 200; i++) {
      const der = new Uint8Array(signNode("SHA256", Buffer.from([i]), ec.privateKey));
      expect(rawToDer(derToRaw(der) as Uint8Array)).toEqual(der);
    }
  });

  test.each([
    ["trailing bytes", "3007 020101 02020080 00"],
    ["trailing bytes that are counted", "3008 020101 02020080 00"],
    ["a length that is too great", "3008 020101 02020080"],
    ["a length in the long form", "308107 020101 02020080"],
    ["a needless zero", "3008 02020001 02020080"],
    ["a negative number", "3006 020101 020180"],
    ["a third number", "300a 020101 02020080 020101"],
    ["one number", "3003 020101"],
    ["a number without digits", "3006 0200 02020080"],
    ["a number of 34 bytes", `3027 0222 00${"7f".repeat(33)} 020101`],
    ["a number of 33 digits", `3026 0221 ${"7f".repeat(33)} 020101`],
    ["another type", "3007 030101 02020080"],
    ["no sequence", "3107 020101 02020080"],
    ["nothing", ""],
  ])("is refused with %s", (_, hex) => {
    expect(derToRaw(bytes(hex))).toBeUndefined();
  });
});
