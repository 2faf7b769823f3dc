import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { addressJudge } from "../src/address-judge.ts";
import { ownAddresses } from "../src/own-addresses.ts";

type Interfaces = ReturnType<typeof networkInterfaces>;

const interfaces = (...addresses: readonly string[]): Interfaces => ({
  eth0: addresses.map((address) => ({ address }) as never),
  gone: undefined,
});

function judgeOf(read: () => Interfaces, now: () => number = () => 0) {
  return addressJudge({ allowed: [], denied: [], ownAddresses: ownAddresses(read, now) });
}

test("the addresses of this host are refused, though they are public", () => {
  const judge = judgeOf(() => interfaces("8.8.8.8", "2606:4700::1"));
  expect(judge("8.8.8.8", 443)).toBe("forbidden");
  expect(judge("2606:4700:0:0::0001", 443)).toBe("forbidden");
  expect(judge("8.8.4.4", 443)).toBe("public");
  expect(judge("2606:4700::2", 443)).toBe("public");
});

test("they are read again after a second", () => {
  let nowMs = 0;
  let reads = 0;
  let list = interfaces("8.8.8.8");
  const read = () => {
    reads++;
    return list;
  };
  const judge = judgeOf(read, () => nowMs);
  expect(judge("8.8.8.8", 443)).toBe("forbidden");
  list = interfaces("8.8.4.4");
  nowMs = 999;
  expect(judge("8.8.8.8", 443)).toBe("forbidden");
  expect(reads).toBe(1);
  nowMs = 1000;
  expect(judge("8.8.8.8", 443)).toBe("public");
  expect(judge("8.8.4.4", 443)).toBe("forbidden");
  expect(reads).toBe(2);
});

test("they are those of the system", () => {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  expect(all.length).toBeGreaterThan(0);
  expect(ownAddresses()().length).toBe(all.length);
});
