import { BlockList, isIPv4 } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forbiddenIpv4, forbiddenIpv6, globalIpv6 } from "../src/address-ranges.ts";
import { forbiddenAddresses } from "../src/suite.ts";
import { ianaOther, ianaSpecialPurpose } from "./iana-registries.ts";
import { isForbidden, refusalOf } from "./judged.ts";

/** What is refused, written out from the requirements and not from the tables of the source. */
const wanted = {
  ipv4: [
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
    ...["172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"],
    ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
    "168.63.129.16/32",
  ],
  ipv6: ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"],
};

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [net = "", bits] = cidr.split("/");
    list.addSubnet(net, Number(bits), isIPv4(net) ? "ipv4" : "ipv6");
  }
  return list;
}

const ipv4Text = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join(".");

function ipv6Text(n: bigint): string {
  const hex = n.toString(16).padStart(32, "0");
  return hex.match(/.{4}/g)?.join(":") ?? "";
}

/** The first and the last address of a range, and those just outside. */
function edges(cidr: string): { inside: readonly string[]; outside: readonly string[] } {
  const [net = "", bits] = cidr.split("/");
  if (isIPv4(net)) {
    const first = net.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    const last = first + 2 ** (32 - Number(bits)) - 1;
    const outside = [first - 1, last + 1].filter((n) => n >= 0 && n < 2 ** 32);
    return { inside: [first, last].map(ipv4Text), outside: outside.map(ipv4Text) };
  }
  const [head = "", tail = ""] = net.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - groups.length - rest.length }, () => "0");
  const parts = [...groups, ...zeros, ...rest];
  const first = BigInt(`0x${parts.map((part) => part.padStart(4, "0")).join("")}`);
  const last = first + (1n << BigInt(128 - Number(bits))) - 1n;
  const outside = [first - 1n, last + 1n].filter((n) => n >= 0n && n < 1n << 128n);
  return { inside: [first, last].map(ipv6Text), outside: outside.map(ipv6Text) };
}

const ipv4Oracle = blockList(wanted.ipv4);
const ipv6Oracle = blockList(wanted.ipv6);
const globalOracle = blockList([ianaOther.globalIpv6]);

function isWanted(address: string): boolean {
  if (isIPv4(address)) return ipv4Oracle.check(address);
  const isIsatap = /:0[0-3]00:5efe:[^:]+:[^:]+$/.test(address);
  return !globalOracle.check(address, "ipv6") || ipv6Oracle.check(address, "ipv6") || isIsatap;
}

describe("the tables", () => {
  test("are those that are wanted", () => {
    expect(new Set(forbiddenIpv4)).toEqual(new Set(wanted.ipv4));
    expect(new Set(forbiddenIpv6)).toEqual(new Set(wanted.ipv6));
    expect(globalIpv6).toBe(ianaOther.globalIpv6);
  });

  test.each(ianaSpecialPurpose.filter(([, isGlobal]) => !isGlobal))(
    "refuse %s, which IANA's registry does not call globally reachable",
    (block) => {
      for (const address of edges(block).inside) expect(isForbidden(address), address).toBe(true);
    },
  );

  test.each(ianaOther.multicast)("refuse %s, which is multicast", (block) => {
    for (const address of edges(block).inside) expect(isForbidden(address), address).toBe(true);
  });

  test("refuse nothing else but parts of what is refused as a whole, NAT64, and 168.63.129.16", () => {
    const special = blockList(
      [...ianaSpecialPurpose, ...ianaOther.multicast.map((block) => [block] as const)].map(
        ([block]) => block,
      ),
    );
    for (const range of [...forbiddenIpv4, ...forbiddenIpv6]) {
      const [net = ""] = range.split("/");
      const isKnown = special.check(net, isIPv4(net) ? "ipv4" : "ipv6");
      expect(isKnown || net === "168.63.129.16", range).toBe(true);
    }
    const taken = ianaSpecialPurpose
      .filter(([block, isGlobal]) => isGlobal && !isForbidden(edges(block).inside[0] ?? ""))
      .map(([block]) => block);
    // Sinks for reverse lookups, and relays for multicast: public addresses, though not of anybody's application.
    const sinks = ["192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "2620:4f:8000::/48"];
    expect(taken).toEqual(sinks);
  });

  test.each([...wanted.ipv4, ...wanted.ipv6, "2000::/3"])("end where %s ends", (range) => {
    for (const address of edges(range).outside) {
      expect(isForbidden(address), address).toBe(isWanted(address));
    }
  });
});

describe("an address", () => {
  test("of IPv4 is judged as the list of ranges has it", () => {
    const nearEdges = wanted.ipv4.flatMap((range) => Object.values(edges(range)).flat());
    const near = fc.constantFrom(...nearEdges);
    const any = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(ipv4Text);
    fc.assert(
      fc.property(fc.oneof(any, near), (address) => {
        expect(isForbidden(address)).toBe(isWanted(address));
      }),
      { numRuns: 2000 },
    );
  });

  test("of IPv6 is judged as the list of ranges has it", () => {
    const any = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
    const global = fc.bigInt({ min: 1n << 125n, max: (1n << 126n) - 1n });
    const early = fc.bigInt({ min: 0x2001n << 112n, max: (0x2003n << 112n) - 1n });
    fc.assert(
      fc.property(fc.oneof(any, global, early).map(ipv6Text), (address) => {
        expect(isForbidden(address)).toBe(isWanted(address));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "168.63.129.15", "168.63.129.17"])(
    "%s is taken",
    (address) => expect(isForbidden(address)).toBe(false),
  );

  test.each(["2606:4700:4700::1111", "2001:200::1", "2001:4860:4860::8888", "2a00:1450::1"])(
    "%s is taken",
    (address) => expect(isForbidden(address)).toBe(false),
  );

  test.each(forbiddenAddresses)("$address is refused: $kind", ({ address }) => {
    expect(isForbidden(address)).toBe(true);
  });

  test("with a zone is refused, by whoever it is given", async () => {
    expect(refusalOf("https://[fe80::1%25eth0]/")).toBe("url_malformed");
    const { addressJudge } = await import("../src/address-judge.ts");
    const judge = addressJudge({ allowed: [], denied: [], ownAddresses: () => [] });
    for (const text of ["2606:4700::1%eth0", "fe80::1%1", "1.1.1", "0x01010101", "01.1.1.1", ""]) {
      expect(judge(text, 443), text).toBe("forbidden");
    }
    expect(judge("2606:4700::1", 443)).toBe("public");
  });
});
