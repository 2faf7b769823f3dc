import type { Encoding, SecretFormat, Signature } from "@hooks/core";

/** A fresh secret: what signs and what verifies, which are the same for a shared one. */
export interface KeyPair {
  readonly signing: string;
  readonly verifying: string;
}

/** Writes bytes as text. */
export function encode(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === "utf8") return new TextDecoder().decode(bytes);
  if (encoding === "hex") {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  if (encoding === "base64") return base64;
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads text back into bytes. */
export function decode(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === "utf8") return new TextEncoder().encode(text);
  if (encoding === "hex") {
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** A secret that nobody has used before, in the format of a signature. */
export async function createKeyPair(signature: Signature): Promise<KeyPair> {
  if (signature.scheme === "basic") {
    const verifying = `hooks:${randomText()}`;
    return { signing: verifying, verifying };
  }
  const source = "keys" in signature ? signature.keys : undefined;
  if (source !== undefined) {
    // No key, but what tells the receiver's deliveries from others.
    const [place] = [source.from ?? []].flat();
    const { url } = source;
    const isUrl = typeof url === "string" && url.startsWith("{secret}");
    const own = isUrl ? (place ?? "https://*.example.com/auth") : "*";
    // Of a secret in parts, the first is where the keys are.
    const host = JSON.stringify(url).includes("{secret.0}") && place && new URL(place).hostname;
    const verifying = (host ? `${host}|*|*` : own).replaceAll("*", () => randomText().slice(0, 40));
    return { signing: verifying, verifying };
  }
  const {
    prefix = "",
    signingPrefix = prefix,
    encoding = "utf8",
  }: SecretFormat = signature.secret ?? {};
  const parameters = pairParameters(signature);
  if (parameters !== undefined) {
    const { privateKey, publicKey } = (await crypto.subtle.generateKey(parameters, true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    if (encoding === "jwk") {
      return {
        signing: JSON.stringify(await crypto.subtle.exportKey("jwk", privateKey)),
        verifying: JSON.stringify(await crypto.subtle.exportKey("jwk", publicKey)),
      };
    }
    const spki = new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
    return {
      signing: signingPrefix + keyText(pkcs8, encoding, "PRIVATE"),
      verifying: prefix + keyText(spki, encoding, "PUBLIC"),
    };
  }
  if (encoding === "pem" || encoding === "jwk") {
    throw new Error(`a secret of ${signature.scheme} is not written as ${encoding}`);
  }
  if (signature.scheme !== "ed25519") {
    const text = randomText();
    const name =
      signature.scheme === "digest" && signature.named ? `${randomText().slice(0, 16)}|` : "";
    const verifying =
      name + prefix + (encoding === "utf8" ? text : encode(decode(text, "hex"), encoding));
    return { signing: verifying, verifying };
  }
  const { privateKey } = (await crypto.subtle.generateKey("Ed25519", true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  const { d = "", x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
  return {
    signing: signingPrefix + encode(decode(d, "base64url"), encoding),
    verifying: prefix + encode(decode(x, "base64url"), encoding),
  };
}

/** The parameters of a fresh pair in PEM, DER or JWK, for the schemes that have one. */
function pairParameters(
  signature: Signature,
): RsaHashedKeyGenParams | EcKeyGenParams | { readonly name: "Ed25519" } | undefined {
  const { scheme } = signature;
  const algorithm = scheme === "jwt" ? String(signature.algorithms) : undefined;
  if (scheme === "ecdsa" || algorithm === "ES256") return { name: "ECDSA", namedCurve: "P-256" };
  if (algorithm === "EdDSA") return { name: "Ed25519" };
  if (scheme !== "rsa" && algorithm !== "RS256") return undefined;
  return {
    name: scheme === "rsa" && signature.padding === "pss" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5",
    hash: scheme === "rsa" ? signature.hash : "SHA-256",
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
}

/** DER as PEM (RFC 7468). */
export function pemOf(label: string, der: Uint8Array): string {
  const lines = encode(der, "base64").replaceAll(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** The bytes of PEM, whatever its label. */
export const pemBytes = (pem: string): Uint8Array<ArrayBuffer> =>
  decode(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");

const keyText = (
  der: Uint8Array,
  encoding: Encoding | "pem",
  kind: "PUBLIC" | "PRIVATE",
): string => (encoding === "pem" ? pemOf(`${kind} KEY`, der) : encode(der, encoding));

/** Random bytes in hex. */
const randomText = (): string => encode(crypto.getRandomValues(new Uint8Array(32)), "hex");
