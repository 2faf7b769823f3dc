/** Why an address is forbidden. */
export type AddressKind =
  | "special-purpose"
  | "multicast"
  | "metadata"
  | "outside 2000::/3"
  | "embeds IPv4";

/** An address that no request may go to. */
export interface ForbiddenAddress {
  readonly address: string;
  readonly kind: AddressKind;
}

/** The first and the last address, or some, of every range that is not public. */
const byKind: Readonly<Record<AddressKind, readonly string[]>> = {
  "special-purpose": [
    ...["0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.0.0.1", "10.255.255.255"],
    ...["100.64.0.0", "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.1.2.3", "127.255.255.255"],
    ...["169.254.0.0", "169.254.255.255", "172.16.0.0", "172.31.255.255"],
    ...["192.0.0.0", "192.0.0.8", "192.0.0.9", "192.0.0.170", "192.0.0.255"],
    ...["192.0.2.0", "192.0.2.255", "192.88.99.0", "192.88.99.2", "192.88.99.255"],
    ...["192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255"],
    ...["198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255"],
    ...["240.0.0.0", "255.255.255.254", "255.255.255.255"],
    ...["2001::", "2001:1::1", "2001:2::1", "2001:3::1", "2001:10::1", "2001:20::1"],
    ...["2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8::1"],
    ...[
      "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
      "3fff::",
      "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
    ],
  ],
  multicast: [
    ...["224.0.0.0", "224.0.0.1", "239.255.255.255", "ff00::", "ff02::1"],
    ...["ff0e::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ],
  metadata: [
    ...["169.254.169.254", "169.254.170.2", "169.254.170.23", "168.63.129.16", "100.100.100.200"],
    ...["192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fd00:42::42"],
  ],
  "outside 2000::/3": [
    ...["::", "::1", "::2", "100::", "100::1", "100:0:0:1::", "100:0:0:1::1", "200::1"],
    ...["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "5f00::", "5f00::1"],
    ...["fc00::", "fd00::1", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ...["fe80::", "fe80::1", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fec0::", "fec0::1"],
    "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  ],
  "embeds IPv4": [
    ...["::7f00:1", "::808:808", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:8.8.8.8"],
    ...["::ffff:0:7f00:1", "::ffff:0:808:808", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"],
    ...["64:ff9b::808:808", "64:ff9b:1::7f00:1", "64:ff9b:1:ffff::a00:1", "2002:7f00:1::"],
    ...["2002:a9fe:a9fe::1", "2002:808:808::1", "2001:0:7f00:1::", "2001:0:808:808::80ff:fffe"],
    ...["2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a9fe:a9fe", "2606:4700::5efe:808:808"],
    "fe80::5efe:a00:1",
  ],
};

/** Addresses that no request may go to, be they in a URL or in the answer to a lookup. */
export const forbiddenAddresses: readonly ForbiddenAddress[] = Object.entries(byKind).flatMap(
  ([kind, addresses]) => addresses.map((address) => ({ address, kind: kind as AddressKind })),
);
