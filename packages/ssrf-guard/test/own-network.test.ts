import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** A network of its own, in which any address can be this host's, without rights on the machine. */
const own = ["--map-root-user", "--net", "--mount"];
const canHaveNetwork = spawnSync("unshare", [...own, "ip", "link", "show", "lo"]).status === 0;

const setUp = [
  "set -e",
  "ip link set lo up",
  "ip route add local 198.200.0.0/16 dev lo",
  "ip -6 route add local 2a0f:200::/32 dev lo",
  "ip address add 198.200.10.1/32 dev lo",
  'mount --bind "$1" /etc/resolv.conf',
  'exec "$2" "$3"',
].join("\n");

describe.skipIf(!canHaveNetwork)("a guard without any allow-list, in a network of its own,", () => {
  let found: Record<string, unknown>;
  const dir = mkdtempSync(join(tmpdir(), "ssrf-guard-network-"));

  beforeAll(async () => {
    const resolv = join(dir, "resolv.conf");
    writeFileSync(resolv, "nameserver 127.0.0.1\nsearch evil.example\n");
    const script = join(import.meta.dirname, "process/default-guard.ts");
    const args = [...own, "sh", "-c", setUp, "sh", resolv, process.execPath, script];
    const { stdout } = await promisify(execFile)("unshare", args, { timeout: 50_000 });
    found = JSON.parse(stdout);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test("reaches public addresses, of both families, through name servers and the system", () => {
    const { literal, literalSix, named, namedSix, both, throughSystem } = found;
    const all = [literal, literalSix, named, namedSix, both, throughSystem];
    expect(all).toEqual(all.map(() => "hello"));
  });

  test("refuses a public address that is this host's", () => {
    expect([found["own"], found["ownNamed"]]).toEqual(["address_forbidden", "address_forbidden"]);
  });

  test("refuses a private answer beside a public one, and one that came later", () => {
    expect(found["mixed"]).toBe("address_forbidden");
    expect(found["sixPrivate"]).toBe("address_forbidden");
    expect(found["flip"]).toEqual(["hello", "address_forbidden"]);
    expect(found["loopback"]).toBe("address_forbidden");
  });

  test("asks in no search domain, where the system would", () => {
    expect(found["system"]).toBe("198.200.20.1");
    expect(found["searched"]).toBe("dns_failed");
    expect(found["searchedThroughSystem"]).toBe("dns_failed");
  });

  test("has reached nothing but what is public", () => {
    expect(found["reached"]).toEqual(["2a0f:200::5", "::ffff:198.200.20.1"]);
  });
});
