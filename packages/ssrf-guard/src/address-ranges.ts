/**
 * The addresses that are refused.
 *
 * Sources: the IANA registries of special-purpose addresses for IPv4 and for IPv6, the multicast registries, the
 * IPv6 global unicast registry, and the documentation of cloud hosts for the addresses of their metadata services.
 */

/** IPv4 that is not public. */
export const forbiddenIpv4: readonly string[] = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared, behind a carrier's NAT
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure's host
  "169.254.0.0/16", // link-local
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
];

/** Outside of this, no IPv6 is public. */
export const globalIpv6 = "2000::/3";

/** What is not public within {@link globalIpv6}. */
export const forbiddenIpv6: readonly string[] = [
  "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4
  "3fff::/20", // documentation
];

/** What no allow-list opens: link-local networks, and where hosts hand out credentials. */
export const metadataRanges: readonly string[] = [
  "169.254.0.0/16", // AWS, Azure, Google, Oracle, DigitalOcean, OpenStack, ECS and EKS
  "168.63.129.16/32", // Azure's host
  "100.100.100.200/32", // Alibaba
  "192.0.0.192/32", // Oracle, of old
  "fe80::/10",
  "fd00:ec2::/32", // AWS
  "fd20:ce::/32", // Google
  "fd00:42::42/128", // Scaleway
];
