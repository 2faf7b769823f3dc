/** Bytes of each of the two numbers of a P-256 signature. */
const size = 32;

/** One positive INTEGER in its shortest form, as `size` bytes; `undefined` for anything else. */
function readInteger(bytes: Uint8Array): Uint8Array | undefined {
  const [tag, length = 0, first = 0, second = 0] = bytes;
  if (tag !== 2 || length < 1 || length > size + 1 || bytes.length !== length + 2) return undefined;
  // The first bit is the sign, so a number may begin with a zero only to keep that bit clear.
  if (first > 127 || (first === 0 && length > 1 && second < 128)) return undefined;
  const number = bytes.subarray(first === 0 ? 3 : 2);
  if (number.length > size) return undefined;
  const padded = new Uint8Array(size);
  padded.set(number, size - number.length);
  return padded;
}

/** A signature's two numbers, one behind the other, out of its DER form (RFC 3279, section 2.2.3), read strictly. */
export function derToRaw(der: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const [tag, length, , firstLength = 0] = der;
  if (tag !== 48 || length !== der.length - 2) return undefined;
  const r = readInteger(der.subarray(2, firstLength + 4));
  const s = readInteger(der.subarray(firstLength + 4));
  return r && s && Uint8Array.of(...r, ...s);
}

function writeInteger(number: Uint8Array): number[] {
  const start = number.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? [0] : [...number.subarray(start)];
  const bytes = (digits[0] as number) > 127 ? [0, ...digits] : digits;
  return [2, bytes.length, ...bytes];
}

/** The DER form of a signature's two numbers. */
export function rawToDer(raw: Uint8Array): Uint8Array {
  const numbers = [...writeInteger(raw.subarray(0, size)), ...writeInteger(raw.subarray(size))];
  return Uint8Array.of(48, numbers.length, ...numbers);
}
