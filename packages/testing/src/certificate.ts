type Bytes = Uint8Array<ArrayBuffer>;

/** One element of DER (X.690): its tag, its length in the fewest digits, its content. */
function der(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  const content = parts.flatMap((part) => [...part]);
  const digits: number[] = [];
  for (let rest = content.length; rest > 0; rest >>= 8) digits.unshift(rest & 0xff);
  const length = content.length < 0x80 ? [content.length] : [0x80 | digits.length, ...digits];
  return Uint8Array.from([tag, ...length, ...content]);
}

const sequence = 0x30;
const ascii = (text: string): Bytes => new TextEncoder().encode(text);

/** sha256WithRSAEncryption (RFC 4055, section 5), with parameters that are null. */
const algorithm = der(
  sequence,
  der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]),
  [5, 0],
);

/** A name that is a common name only, in UTF-8. */
const named = (text: string): Bytes =>
  der(sequence, der(0x31, der(sequence, der(0x06, [0x55, 0x04, 0x03]), der(0x0c, ascii(text)))));

/** From the first second of 1970 until no well-defined end (RFC 5280, section 4.1.2.5), whatever a test's clock says. */
const validity = der(
  sequence,
  der(0x17, ascii("700101000000Z")),
  der(0x18, ascii("99991231235959Z")),
);

/**
 * Makes an X.509 certificate (RFC 5280) that an RSA key has issued for itself, in DER.
 *
 * @param publicKey SubjectPublicKeyInfo
 * @param privateKey PKCS #8
 */
export async function createCertificate(
  host: string,
  publicKey: Uint8Array,
  privateKey: Bytes,
): Promise<Uint8Array> {
  const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", privateKey, rsa, false, ["sign"]);
  // Positive, and of as many bytes as it has: the first bit is 0, and the next 1.
  const [first = 0, ...rest] = crypto.getRandomValues(new Uint8Array(16));
  const serial = der(0x02, [(first & 0x3f) | 0x40, ...rest]);
  const version = der(0xa0, der(0x02, [2]));
  const name = named(host);
  const signed = der(sequence, version, serial, algorithm, name, validity, name, publicKey);
  const signature = new Uint8Array(await crypto.subtle.sign(rsa.name, key, signed));
  return der(sequence, signed, algorithm, der(0x03, [0], signature));
}
