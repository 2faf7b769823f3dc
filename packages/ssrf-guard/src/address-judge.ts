import { forbiddenIpv4, forbiddenIpv6, globalIpv6, metadataRanges } from "./address-ranges.ts";
import { embeddedIpv4, isIsatap } from "./embedded-ipv4.ts";
import {
  type AddressBytes,
  type AddressRange,
  isInRange,
  parseAddress,
  parseRange,
} from "./ip-address.ts";

/** What may be connected to: what is public, and what an allow-list has opened. */
export type AddressVerdict = "public" | "allowed" | "forbidden";

/** An entry of an allow-list; without a port it is about all. */
export interface AllowedRange extends AddressRange {
  readonly port: number | undefined;
}

/** What an address is judged by, beside the tables. */
export interface JudgeOptions {
  readonly allowed: readonly AllowedRange[];
  readonly denied: readonly AddressRange[];
  readonly ownAddresses: () => readonly AddressBytes[];
}

/** Judges an address for a port; what is no address is forbidden. */
export type AddressJudge = (address: string, port: number) => AddressVerdict;

const ranges = (texts: readonly string[]): readonly AddressRange[] =>
  texts.map((text) => parseRange(text) as AddressRange);

const forbidden = ranges([...forbiddenIpv4, ...forbiddenIpv6]);
const [globalUnicast] = ranges([globalIpv6]) as [AddressRange];

/** What no allow-list opens. */
export const metadata: readonly AddressRange[] = ranges(metadataRanges);

const isInAny = (address: AddressBytes, list: readonly AddressRange[]): boolean =>
  list.some((one) => isInRange(address, one));

function isPublic(address: AddressBytes): boolean {
  if (isInAny(address, forbidden)) return false;
  return address.length === 4 || (isInRange(address, globalUnicast) && !isIsatap(address));
}

const isSame = (a: AddressBytes, b: AddressBytes): boolean =>
  isInRange(a, { bytes: b, bits: b.length * 8 });

/** Makes the judge of a guard. */
export function addressJudge({ allowed, denied, ownAddresses }: JudgeOptions): AddressJudge {
  function judge(address: AddressBytes, port: number): AddressVerdict {
    if (isInAny(address, metadata) || isInAny(address, denied)) return "forbidden";
    if (embeddedIpv4(address).some((one) => judge(one, port) === "forbidden")) return "forbidden";
    const isAllowed = allowed.some(
      (one) => (one.port === undefined || one.port === port) && isInRange(address, one),
    );
    if (isAllowed) return "allowed";
    if (!isPublic(address)) return "forbidden";
    return ownAddresses().some((own) => isSame(own, address)) ? "forbidden" : "public";
  }
  return (text, port) => {
    const address = parseAddress(text);
    return address ? judge(address, port) : "forbidden";
  };
}
