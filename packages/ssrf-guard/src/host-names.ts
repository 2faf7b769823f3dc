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

const dotted = (names: readonly string[]) => names.map((name) => `.${name}`);
const metadataEnds = dotted(metadataNames);
const privateEnds = dotted([...privateSuffixes, ...echoSuffixes]);

/** Judges a name as a URL parser gives it: in lower case and ASCII. */
export function judgeName(hostname: string): NameVerdict {
  const name = `.${hostname.replace(/\.$/, "")}`;
  const isUnder = (end: string): boolean => name.endsWith(end);
  if (metadataEnds.some(isUnder)) return "metadata";
  // A single label, or what belongs to nobody else.
  return name.lastIndexOf(".") === 0 || privateEnds.some(isUnder) ? "private" : "public";
}

/** May a name be resolved at all? By RFC 1035: labels of up to 63 octets, 253 in all. */
export function isResolvable(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return name.length <= 253 && name.split(".").every((label) => /^[\w-]{1,63}$/.test(label));
}
