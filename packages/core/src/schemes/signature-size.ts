/**
 * Bytes of every signature that a public key verifies. One of another length is refused before WebCrypto is asked, where
 * some runtimes throw, and some take an RSA signature without a first byte that is zero.
 */
export function signatureSize({ algorithm }: CryptoKey): number {
  const { modulusLength } = algorithm as Partial<RsaHashedKeyAlgorithm>;
  // RFC 8017, 8.1.2 and 8.2.2. Ed25519 (RFC 8032, 5.1.6) and ECDSA over P-256 have two parts of 32 bytes.
  return modulusLength === undefined ? 64 : Math.ceil(modulusLength / 8);
}
