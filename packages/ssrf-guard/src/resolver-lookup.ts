import { type LookupAddress, Resolver } from "node:dns";
import type { LookupFunction } from "node:net";

/**
 * Makes a lookup that asks name servers directly, in place of the operating system's.
 *
 * The system's lookups take turns on a few threads of the process, so that two names whose servers don't answer hold
 * up all others. These don't. They read no hosts file and know no search domains.
 *
 * @param resolver default one with the system's name servers, which gives up before a connection's time has passed
 */
export function resolverLookup(
  resolver: Pick<Resolver, "resolve4" | "resolve6"> = new Resolver({ timeout: 1500, tries: 2 }),
): LookupFunction {
  return (hostname, { all }, callback) => {
    const found: LookupAddress[][] = [];
    let failure: NodeJS.ErrnoException | null = null;
    let waitingFor = 2;
    const take =
      (family: 4 | 6) => (error: NodeJS.ErrnoException | null, addresses: readonly string[]) => {
        failure ??= error;
        // IPv4 first: a host without a way to IPv6 would try that in vain.
        if (!error) found[family] = addresses.map((address) => ({ address, family }));
        waitingFor--;
        if (waitingFor > 0) return;
        const answers = found.flat();
        const [first] = answers;
        if (!first) callback(failure ?? new Error("there is no address"), []);
        else if (all) callback(null, answers);
        else callback(null, first.address, first.family);
      };
    resolver.resolve4(hostname, take(4));
    resolver.resolve6(hostname, take(6));
  };
}
