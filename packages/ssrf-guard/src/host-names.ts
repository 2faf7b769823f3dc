/** What a host name tells before it is resolved. */
export type NameVerdict = "public" | "private" | "metadata";

/** Where cloud hosts hand out credentials: no allow-list opens them. */
const metadataNames: readonly string[] = [
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "instance-data",
  "instance-data.ec2.internal",
  "metadata.tencentyun.com",
  "metadata.platformequinix.com",
  "metadata.packet.net",
];

/** Names that belong to a host or to a private network, by RFC 6761, RFC 6762, RFC 8375, ICANN, or by custom. */
const privateSuffixes: readonly string[] = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "svc",
];

/** Public names that resolve to whatever address they spell, or to loopback. */
const echoSuffixes: readonly string[] = [
  "nip.io",
  "sslip.io",
  "xip.io",
  "traefik.me",
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "lacolhost.com",
  "1u.ms",
  "rbndr.us",
];

const isUnder = (name: string, suffix: string): boolean =>
  name === suffix || name.endsWith(`.${suffix}`);

/** Judges a name as a URL parser gives it: in lower case and ASCII. */
export function judgeName(hostname: string): NameVerdict {
  const name = hostname.replace(/\.$/, "");
  if (metadataNames.some((one) => isUnder(name, one))) return "metadata";
  if (!name.includes(".")) return "private";
  const isPrivate = [...privateSuffixes, ...echoSuffixes].some((one) => isUnder(name, one));
  return isPrivate ? "private" : "public";
}

/** May a name be resolved at all? By RFC 1035: labels of up to 63 octets, 253 in all. */
export function isResolvable(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return name.length <= 253 && name.split(".").every((label) => /^[\w-]{1,63}$/.test(label));
}
