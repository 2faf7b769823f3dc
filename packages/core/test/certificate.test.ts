import {
  createPublicKey,
  generateKeyPairSync,
  sign as signNode,
  X509Certificate,
} from "node:crypto";
import { type Provider, type RsaSignature, verify } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readCertificate } from "../src/read-certificate.ts";
import { ecCertificate, rsaCertificate, rsaPrivateKey } from "./sample-certificates.ts";
import { type KeyServer, startKeyServer } from "./sample-key-server.ts";
import { post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const nowMs = Date.UTC(2027, 0, 1);
const signature: RsaSignature = {
  scheme: "rsa",
  hash: "SHA-256",
  padding: "pkcs1",
  field: { header: "x-signature" },
  encoding: "base64",
  content: "{secret}.{body}",
  keys: {
    format: "x509",
    url: { header: "x-cert-url" },
    from: ["https://sns.*.example.com/Cert-*.pem", "https://certs.example.com/CERT-*"],
  },
  requires: { header: "x-algorithm", equals: "rsa" },
};
const which: Provider = provider({ signature });
const secret = "the topic's name";
const body = '{"a":1}';
const certUrl = "https://sns.eu-west-1.example.com/Cert-0123abc.pem";

const made = signNode("sha256", Buffer.from(`${secret}.${body}`), rsaPrivateKey).toString("base64");
const delivery = (url: string = certUrl, headers: object = {}) =>
  post({ "x-signature": made, "x-cert-url": url, "x-algorithm": "rsa", ...headers }, body);

let server: KeyServer;
beforeEach(async () => {
  server = await startKeyServer();
  server.answer((response) => response.end(rsaCertificate));
});
afterEach(() => server.close());

const verdict = (sent = delivery(), options: object = {}): Promise<string> =>
  verdictOf(which, sent, { secret, keys: server.keys, now: () => nowMs, ...options });

describe("a certificate that the delivery names", () => {
  test("is fetched once, and its key used", async () => {
    expect(await verdict()).toBe("accepted");
    expect(await verdict(delivery("https://certs.example.com/CERT-1a-2B"))).toBe("accepted");
    expect(await verdict()).toBe("accepted");
    expect(server.asked).toEqual([certUrl, "https://certs.example.com/CERT-1a-2B"]);
    expect(await verdict(delivery(), { secret: "another" })).toBe("signature_mismatch");
    expect(await verdict({ ...delivery(), body: `${body} ` })).toBe("signature_mismatch");
  });

  test.each([
    "http://sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com.attacker.example/Cert-0123abc.pem",
    "https://attacker.example/sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://attacker.example/?https://sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://attacker.example#sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://attacker.example\\.sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com@attacker.example/Cert-0123abc.pem",
    "https://a:b@sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://@sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com:443/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com:8443/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com./Cert-0123abc.pem",
    "https://SNS.eu-west-1.example.com/Cert-0123abc.pem",
    "https://sns.eu.west.example.com/Cert-0123abc.pem",
    "https://sns..example.com/Cert-0123abc.pem",
    "https://sns.eu_west.example.com/Cert-0123abc.pem",
    "https://xsns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://sns.eu-west-1.exampleXcom/Cert-0123abc.pem",
    "https://sns.eu-west-1.еxample.com/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com/a/../Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com/a/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com/Cert-..%2Fx.pem",
    "https://sns.eu-west-1.example.com/Cert-0123abc.pem?x",
    "https://sns.eu-west-1.example.com/?x=/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com/Cert-0123abc.pem#x",
    "https://sns.eu-west-1.example.com//Cert-0123abc.pem",
    "https://127.0.0.1/Cert-0123abc.pem",
    "https://[::1]/Cert-0123abc.pem",
    "https://2130706433/Cert-0123abc.pem",
    "https:/sns.eu-west-1.example.com/Cert-0123abc.pem",
    " https://sns.eu-west-1.example.com/Cert-0123abc.pem",
    "https://sns.eu-west-1.example.com/Cert-0123abc.pem\n",
    "https://sns.eu-west-\n1.example.com/Cert-0123abc.pem",
    "file:///etc/passwd",
    "data:text/plain,Cert",
    "Cert-0123abc.pem",
    "*",
  ])("is not fetched from %j", async (url) => {
    expect(await verdict(delivery(url))).toBe("signature_mismatch");
    expect(server.asked).toEqual([]);
  });

  test("is not fetched for what can't be the receiver's", async () => {
    expect(await verdict(delivery(certUrl, { "x-algorithm": "none" }))).toBe("signature_mismatch");
    expect(await verdict(delivery(certUrl, { "x-signature": undefined }))).toBe(
      "signature_missing",
    );
    expect(await verdict(delivery(certUrl, { "x-cert-url": undefined }))).toBe(
      "signature_mismatch",
    );
    expect(server.asked).toEqual([]);
  });

  test("is not fetched from anywhere, where the literal names no place", async () => {
    const { from: _, ...keys } = signature.keys as Required<NonNullable<RsaSignature["keys"]>>;
    const open = provider({ signature: { ...signature, keys } });
    const options = { secret, keys: server.keys, now: () => nowMs };
    expect(await verdictOf(open, delivery(), options)).toBe("signature_mismatch");
    expect(server.asked).toEqual([]);
  });

  test.each([
    ["has ended", Date.UTC(2036, 10, 18, 11, 51, 34), "signature_mismatch"],
    ["ends now", Date.UTC(2036, 10, 18, 11, 51, 33), "accepted"],
    ["begins now", Date.UTC(2026, 10, 21, 11, 51, 33), "accepted"],
    ["has not begun", Date.UTC(2026, 10, 21, 11, 51, 32), "signature_mismatch"],
  ])("counts by its time: one that %s", async (_, at, expected) => {
    expect(await verdict(delivery(), { now: () => at })).toBe(expected);
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["no PEM", "-----BEGIN"],
    [
      "a public key",
      new X509Certificate(rsaCertificate).publicKey
        .export({ type: "spki", format: "pem" })
        .toString(),
    ],
    ["a certificate that is cut", rsaCertificate.replace(/[^\n]+\n-----END/, "-----END")],
    ["a certificate of another key", ecCertificate],
    ["bytes", "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----"],
  ])("can't be had from %s", async (_, text) => {
    server.answer((response) => response.end(text));
    expect(await verdict()).toBe("keys_unavailable");
  });
});

describe("reading a certificate", () => {
  test.each([
    ["RSA", rsaCertificate],
    ["EC", ecCertificate],
  ])("of %s comes to what Node reads", (_, pem) => {
    const node = new X509Certificate(pem);
    const read = readCertificate(pem);
    expect(
      createPublicKey({ key: Buffer.from(read.publicKey), format: "der", type: "spki" }).equals(
        node.publicKey,
      ),
    ).toBe(true);
    expect(+read.notBefore).toBe(Date.parse(node.validFrom));
    expect(+read.notAfter).toBe(Date.parse(node.validTo));
  });

  test("takes the first of a chain", () => {
    expect(readCertificate(`${ecCertificate}${rsaCertificate}`)).toEqual(
      readCertificate(ecCertificate),
    );
  });

  test("gives up on whatever is cut, and never hangs", () => {
    const der = Buffer.from(new X509Certificate(rsaCertificate).raw);
    const pemOf = (bytes: Buffer): string =>
      `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64")}\n-----END CERTIFICATE-----`;
    for (let length = 0; length < der.length; length++) {
      expect(() => readCertificate(pemOf(der.subarray(0, length)))).toThrow();
    }
    for (let i = 0; i < 200; i++) {
      const changed = Buffer.from(der);
      changed[i] = (changed[i] as number) ^ 0xff;
      try {
        expect(readCertificate(pemOf(changed)).notAfter).toBeInstanceOf(Date);
      } catch (error) {
        expect((error as Error).message).toMatch(/^the certificate is/);
      }
    }
  });
});

test("a stale delivery is told from a forged one", async () => {
  const timed = provider({
    signature: { ...signature, content: "{timestamp}.{secret}.{body}" },
    timestamp: { header: "x-time", unit: "s" },
  });
  const time = String(nowMs / 1000);
  const text = Buffer.from(`${time}.${secret}.${body}`);
  const sent = (key: Parameters<typeof signNode>[2]) =>
    delivery(certUrl, {
      "x-time": time,
      "x-signature": signNode("sha256", text, key).toString("base64"),
    });
  const options = { secret, keys: server.keys, now: () => nowMs };
  expect((await verify(timed, sent(rsaPrivateKey), options)).timestamp?.getTime()).toBe(nowMs);
  const late = { ...options, now: () => nowMs + 301_000 };
  expect(await verdictOf(timed, sent(rsaPrivateKey), late)).toBe("timestamp_too_old");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  expect(await verdictOf(timed, sent(privateKey), late)).toBe("signature_mismatch");
});
