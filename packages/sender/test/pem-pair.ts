import { generateKeyPairSync } from "node:crypto";

/** A new key pair, as PEM. */
export function pemPair(
  type: "ed25519" | "ec" | "rsa",
  modulusLength = 2048,
): Record<"privateKey" | "publicKey", string> {
  const { privateKey, publicKey } =
    type === "ed25519"
      ? generateKeyPairSync(type)
      : type === "ec"
        ? generateKeyPairSync(type, { namedCurve: "P-256" })
        : generateKeyPairSync(type, { modulusLength });
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}
