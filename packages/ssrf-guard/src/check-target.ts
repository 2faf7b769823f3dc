import { isIP } from "node:net";
import { GuardError } from "./guard-error.ts";
import type { GuardPolicy } from "./guard-policy.ts";
import { isResolvable, judgeName } from "./host-names.ts";

/** Where a connection is to go, as a URL parser has read it. */
export interface Target {
  readonly protocol: string;
  /** A name, or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
}

const defaultPort: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };

/** Reads the parts of a URL. */
export function targetOf(url: {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}): Target {
  const { protocol, hostname, port } = url;
  return {
    protocol,
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (defaultPort[protocol] ?? 0) : Number(port),
  };
}

/**
 * Judges what can be judged before a name is resolved.
 *
 * @throws GuardError with `scheme_forbidden`, `url_malformed`, `address_forbidden` or `name_forbidden`
 */
export function checkTarget({ protocol, hostname, port }: Target, policy: GuardPolicy): void {
  if (!policy.protocols.includes(protocol)) throw new GuardError("scheme_forbidden");
  if (port === 0) throw new GuardError("url_malformed", "the URL's port is 0");
  if (isIP(hostname) !== 0) {
    if (policy.judge(hostname, port) === "forbidden") throw new GuardError("address_forbidden");
    return;
  }
  if (!isResolvable(hostname)) {
    throw new GuardError("url_malformed", "the URL's host name is malformed");
  }
  const verdict = judgeName(hostname);
  if (verdict === "metadata" || (verdict === "private" && !policy.isOpened(port))) {
    throw new GuardError("name_forbidden");
  }
}
