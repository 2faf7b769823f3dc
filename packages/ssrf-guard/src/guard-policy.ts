import { type AddressJudge, type AllowedRange, addressJudge, metadata } from "./address-judge.ts";
import { GuardError } from "./guard-error.ts";
import type { GuardOptions } from "./guard-options.ts";
import { type AddressRange, isInRange, parseRange } from "./ip-address.ts";
import { ownAddresses } from "./own-addresses.ts";

/** What a guard's options come to. */
export interface GuardPolicy {
  readonly protocols: readonly string[];
  readonly judge: AddressJudge;
  /** Does the allow-list open anything on this port, so that names of private networks may be meant? */
  readonly isOpened: (port: number) => boolean;
}

const names: Readonly<Record<keyof GuardOptions, true>> = {
  allow: true,
  deny: true,
  protocols: true,
  lookup: true,
  connectTimeoutMs: true,
  tls: true,
  agent: true,
  environmentProxy: true,
  onAllow: true,
  onRefusal: true,
};

const invalid = (message: string): GuardError => new GuardError("option_invalid", message);

/** @throws GuardError for a name that is not in the list: an option that does nothing may have been meant to guard */
export function checkNames(what: string, given: object, known: object): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) throw invalid(`${what} has no option "${unknown}"`);
}

function rangeOf(what: string, text: unknown): AddressRange {
  const range = typeof text === "string" ? parseRange(text) : undefined;
  if (!range) throw invalid(`${what} holds what is no range of addresses`);
  return range;
}

function allowedRange({ cidr, port }: { cidr: string; port?: number | undefined }): AllowedRange {
  const range = rangeOf("allow", cidr);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw invalid("allow holds what is no port");
  }
  if (metadata.some((one) => isInRange(range.bytes, one) && range.bits >= one.bits)) {
    throw invalid("allow holds addresses of metadata services, which nothing opens");
  }
  return { ...range, port };
}

/** @throws GuardError for options that are not valid */
export function guardPolicy(options: GuardOptions): GuardPolicy {
  checkNames("the guard", options, names);
  const { allow = [], deny = [], protocols = ["https:"] } = options;
  const allowed = allow.map(allowedRange);
  const denied = deny.map((one) => rangeOf("deny", one));
  if (protocols.length === 0 || protocols.some((one) => one !== "https:" && one !== "http:")) {
    throw invalid('protocols holds what is neither "https:" nor "http:"');
  }
  return {
    protocols: [...protocols],
    judge: addressJudge({ allowed, denied, ownAddresses: ownAddresses() }),
    isOpened: (port) => allowed.some((one) => one.port === undefined || one.port === port),
  };
}
