import { networkInterfaces } from "node:os";
import { type AddressBytes, parseAddress } from "./ip-address.ts";

/** Reading the interfaces takes about a tenth of a millisecond, as much as a connection on one host. */
const keptMs = 1000;

/** Gives the addresses of this host's interfaces, read again after a second. */
export function ownAddresses(
  read: typeof networkInterfaces = networkInterfaces,
  now: () => number = () => performance.now(),
): () => readonly AddressBytes[] {
  let addresses: readonly AddressBytes[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - readAt < keptMs) return addresses;
    readAt = now();
    addresses = Object.values(read())
      .flatMap((list) => list ?? [])
      .map(({ address }) => parseAddress(address.replace(/%.*/, "")))
      .filter((address) => address !== undefined);
    return addresses;
  };
}
