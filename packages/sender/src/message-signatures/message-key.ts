import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { timingSafeEqual } from "@hooks/core";

/** The algorithms that are spoken, by their names in the registry of RFC 9421. */
export type MessageAlgorithm = "hmac-sha256" | "ed25519" | "ecdsa-p256-sha256" | "rsa-pss-sha512";

/** A key that signs or verifies. Its kind alone decides on the algorithm, whatever a message says. */
export interface MessageKey {
  readonly algorithm: MessageAlgorithm;
  readonly sign: (base: Uint8Array) => Uint8Array;
  readonly verify: (base: Uint8Array, signature: Uint8Array) => boolean;
}

const minSecretBytes = 24;
const minRsaBits = 2048;

function hmacKey(secret: Uint8Array): MessageKey {
  const mac = (base: Uint8Array): Uint8Array => createHmac("sha256", secret).update(base).digest();
  return {
    algorithm: "hmac-sha256",
    sign: mac,
    verify: (base, signature) => timingSafeEqual(mac(base), signature),
  };
}

/** How `node:crypto` is told of each algorithm. */
const settings = {
  ed25519: { hash: null },
  "ecdsa-p256-sha256": { hash: "sha256", dsaEncoding: "ieee-p1363" },
  "rsa-pss-sha512": {
    hash: "sha512",
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 64,
  },
} as const;

/** Signers there are that take the salt as long as it can be, and it proves no less. */
const anySalt = { saltLength: constants.RSA_PSS_SALTLEN_AUTO };

function algorithmOf(key: KeyObject): keyof typeof settings | undefined {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  if (type === "ed25519") return type;
  if (type === "ec" && namedCurve === "prime256v1") return "ecdsa-p256-sha256";
  const isRsa = type === "rsa" || type === "rsa-pss";
  return isRsa && modulusLength >= minRsaBits ? "rsa-pss-sha512" : undefined;
}

function pairKey(key: KeyObject): MessageKey | undefined {
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) return undefined;
  const { hash, ...options } = settings[algorithm];
  return {
    algorithm,
    sign: (base) => sign(hash, base, { key, ...options }),
    verify: (base, signature) => verify(hash, base, { key, ...options, ...anySalt }, signature),
  };
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI (RFC 8410). */
const pkcs8Start = Buffer.from("302e020100300506032b657004220420", "hex");
const spkiStart = Buffer.from("302a300506032b6570032100", "hex");

/** The bytes of canonical base64, or nothing. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** The key of a secret that is a text with a label in front, or PEM; nothing for what is neither, or broken. */
function keyPairOf(text: string, isPrivate: boolean): KeyObject | undefined {
  const create = isPrivate ? createPrivateKey : createPublicKey;
  if (/^\s*-----BEGIN /.test(text)) {
    // A private key could be read as the public one; whoever verifies should not have it.
    return /PRIVATE KEY-----/.test(text) === isPrivate ? create(text) : undefined;
  }
  const bytes = fromBase64(text.slice(5));
  const seed = isPrivate && bytes?.length === 64 ? bytes.subarray(0, 32) : bytes;
  if (seed?.length !== 32) return undefined;
  const der = Buffer.concat([isPrivate ? pkcs8Start : spkiStart, seed]);
  return isPrivate
    ? createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    : createPublicKey({ key: der, format: "der", type: "spki" });
}

/**
 * Makes a key of a secret: `whsec_` and base64, or bytes, for HMAC; PEM, `whsk_` or `whpk_` for a key pair.
 *
 * @returns `undefined` for what is none of these, short, or the other half of a key pair
 */
export function messageKey(secret: unknown, use: "sign" | "verify"): MessageKey | undefined {
  if (secret instanceof Uint8Array) {
    return secret.length >= minSecretBytes ? hmacKey(Uint8Array.from(secret)) : undefined;
  }
  if (typeof secret !== "string") return undefined;
  if (secret.startsWith("whsec_")) {
    const bytes = fromBase64(secret.slice("whsec_".length));
    return bytes && bytes.length >= minSecretBytes ? hmacKey(bytes) : undefined;
  }
  const prefix = use === "sign" ? "whsk_" : "whpk_";
  if (!secret.startsWith(prefix) && !/^\s*-----BEGIN /.test(secret)) return undefined;
  try {
    const key = keyPairOf(secret, use === "sign");
    return key && pairKey(key);
  } catch {
    return undefined;
  }
}
