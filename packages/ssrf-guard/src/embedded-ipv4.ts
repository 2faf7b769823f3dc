import { type AddressBytes, type AddressRange, isInRange, parseRange } from "./ip-address.ts";

const range = (text: string): AddressRange => parseRange(text) as AddressRange;

/** Where each form of IPv6 carries an IPv4. */
const forms: readonly (readonly [AddressRange, at: number])[] = [
  [range("::/96"), 12], // IPv4-compatible, RFC 4291
  [range("::ffff:0:0/96"), 12], // IPv4-mapped, RFC 4291
  [range("::ffff:0:0:0/96"), 12], // IPv4-translated, RFC 2765
  [range("64:ff9b::/96"), 12], // NAT64, RFC 6052
  [range("64:ff9b:1::/48"), 12], // local NAT64, RFC 8215
  [range("2002::/16"), 2], // 6to4, RFC 3056
  [range("2001::/32"), 4], // Teredo's server, RFC 4380
];

const teredo = range("2001::/32");
const unspecifiedAndLoopback = range("::/127");

/** ISATAP, RFC 5214: an interface identifier under any prefix. */
export function isIsatap(address: AddressBytes): boolean {
  const [a, b, c, d] = address.slice(8, 12);
  return ((a ?? 1) & 0xfc) === 0 && b === 0 && c === 0x5e && d === 0xfe;
}

/** Every IPv4 that an IPv6 address embeds. */
export function embeddedIpv4(address: AddressBytes): readonly AddressBytes[] {
  if (address.length !== 16 || isInRange(address, unspecifiedAndLoopback)) return [];
  const found = forms
    .filter(([form]) => isInRange(address, form))
    .map(([, at]) => address.slice(at, at + 4));
  // Teredo writes its client's address inverted.
  if (isInRange(address, teredo)) found.push(address.slice(12).map((byte) => byte ^ 0xff));
  if (isIsatap(address)) found.push(address.slice(12));
  return found;
}
