import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** An address: 4 bytes of IPv4 or 16 of IPv6. */
export type AddressBytes = readonly number[];

/** Addresses that begin with the same bits. */
export interface AddressRange {
  readonly bytes: AddressBytes;
  readonly bits: number;
}

/** Reads an address in its plain form; one with a zone, or in any spelling that only some parsers take, is none. */
export function parseAddress(text: string): AddressBytes | undefined {
  if (isIP(text) === 0 || text.includes("%")) return undefined;
  return ipaddr.parse(text).toByteArray();
}

/** Reads a range such as `10.0.0.0/8`; an address alone stands for itself. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = "", length, ...rest] = text.split("/");
  const bytes = parseAddress(address);
  if (!bytes || rest.length > 0) return undefined;
  const most = bytes.length * 8;
  if (length === undefined) return { bytes, bits: most };
  const bits = Number(length);
  return /^\d{1,3}$/.test(length) && bits <= most ? { bytes, bits } : undefined;
}

/** Is the address in the range? Those of the other family never are. */
export function isInRange(address: AddressBytes, { bytes, bits }: AddressRange): boolean {
  if (address.length !== bytes.length) return false;
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== bytes[i]) return false;
  const rest = bits & 7;
  return rest === 0 || ((address[whole] ?? 0) ^ (bytes[whole] ?? 0)) >> (8 - rest) === 0;
}
