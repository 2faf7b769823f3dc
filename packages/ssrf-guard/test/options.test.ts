import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { GuardError, type GuardOptions, guardedAgent, isGuardError } from "../src/index.ts";
import { isForbidden, refusalOf } from "./judged.ts";

const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

beforeEach(() => {
  for (const one of proxyVariables) {
    vi.stubEnv(one, "");
    vi.stubEnv(one.toLowerCase(), "");
  }
});
afterEach(() => vi.unstubAllEnvs());

const quiet = { onAllow: () => undefined };

describe("the allow-list", () => {
  const allow = [
    { cidr: "10.1.0.0/16", port: 8443 },
    { cidr: "192.168.1.7" },
    { cidr: "fd12::/16" },
  ];

  test("opens its ranges on their ports, and nothing else", () => {
    expect(refusalOf("https://10.1.2.3:8443/", { allow })).toBeUndefined();
    expect(refusalOf("https://10.1.2.3/", { allow })).toBe("address_forbidden");
    expect(refusalOf("https://10.2.0.1:8443/", { allow })).toBe("address_forbidden");
    expect(refusalOf("https://192.168.1.7/", { allow })).toBeUndefined();
    expect(refusalOf("https://192.168.1.7:81/", { allow })).toBeUndefined();
    expect(refusalOf("https://192.168.1.8/", { allow })).toBe("address_forbidden");
    expect(refusalOf("https://[fd12::1]/", { allow })).toBeUndefined();
    expect(refusalOf("https://[fd13::1]/", { allow })).toBe("address_forbidden");
    expect(refusalOf("https://8.8.8.8/", { allow })).toBeUndefined();
  });

  test("opens private names on its ports, for their addresses to be judged; but no metadata names", () => {
    const one = [{ cidr: "10.1.0.0/16", port: 8443 }];
    expect(refusalOf("https://receiver.internal:8443/", { allow: one })).toBeUndefined();
    expect(refusalOf("https://receiver:8443/", { allow: one })).toBeUndefined();
    expect(refusalOf("https://receiver.internal/", { allow: one })).toBe("name_forbidden");
    const metadata = ["metadata", "metadata.google.internal", "instance-data", "metadata.goog"];
    for (const name of metadata) {
      expect(refusalOf(`https://${name}:8443/`, { allow: one })).toBe("name_forbidden");
    }
  });

  test("never opens metadata services, in any form", () => {
    const all = [{ cidr: "0.0.0.0/0" }, { cidr: "::/0" }];
    const metadata = [
      ...["169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192"],
      ...["fd00:ec2::254", "fd20:ce::254", "fe80::1", "::ffff:169.254.169.254", "::a9fe:a9fe"],
      ...["::ffff:0:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::1"],
      ...["2001:0:a9fe:a9fe::1", "2001:0:808:808::5601:5601", "fd12::5efe:a9fe:a9fe"],
    ];
    for (const address of metadata) {
      expect(isForbidden(address, { allow: all }), address).toBe(true);
    }
    expect(isForbidden("10.0.0.1", { allow: all })).toBe(false);
    expect(isForbidden("::1", { allow: all })).toBe(false);
    expect(refusalOf("https://0xA9FEA9FE/", { allow: all })).toBe("address_forbidden");
  });

  test("opens the loopback address of IPv6, which embeds none of IPv4", () => {
    const loopback = [{ cidr: "::1/128" }];
    expect(isForbidden("::1", { allow: loopback })).toBe(false);
    expect(isForbidden("::2", { allow: loopback })).toBe(true);
  });

  test("opens a NAT64 prefix for public addresses only", () => {
    const nat64 = [{ cidr: "64:ff9b::/96" }];
    expect(isForbidden("64:ff9b::808:808", { allow: nat64 })).toBe(false);
    expect(isForbidden("64:ff9b::a00:1", { allow: nat64 })).toBe(true);
    const both = [...nat64, { cidr: "10.0.0.0/8" }];
    expect(isForbidden("64:ff9b::a00:1", { allow: both })).toBe(false);
  });

  test("is told when the agent is made", async () => {
    const told: unknown[] = [];
    await guardedAgent({ allow, onAllow: (list) => told.push(list) }).close();
    expect(told).toEqual([allow]);
    await guardedAgent({ onAllow: (list) => told.push(list) }).close();
    expect(told.length).toBe(1);
  });

  test("is a warning of the process where nobody is told", async () => {
    const warning = new Promise<Error>((resolve) => process.once("warning", resolve));
    await guardedAgent({ allow }).close();
    const { name, message } = await warning;
    expect(name).toBe("GuardWarning");
    expect(message).toContain("10.1.0.0/16 port 8443, 192.168.1.7, fd12::/16");
  });
});

test("what is denied is refused, and no allow-list opens it", () => {
  const deny = ["8.8.8.0/24", "2606:4700::/32", "10.0.0.0/8"];
  const allow = [{ cidr: "10.0.0.0/8" }];
  for (const address of ["8.8.8.8", "2606:4700::1", "10.0.0.1"]) {
    expect(isForbidden(address, { deny, allow }), address).toBe(true);
  }
  expect(isForbidden("8.8.4.4", { deny, allow })).toBe(false);
});

describe("an option that is not valid throws:", () => {
  test.each<[string, unknown]>([
    ["an unknown one", { rejectUnauthorized: false }],
    ["a connector of undici", { connect: {} }],
    ["an allow-list of text", { allow: ["10.0.0.0/8"] }],
    ["a range that is none", { allow: [{ cidr: "10.0.0.0/33" }] }],
    ["a range with a short address", { allow: [{ cidr: "10/8" }] }],
    ["a range with a zone", { allow: [{ cidr: "fe80::1%eth0/64" }] }],
    ["a range of two lengths", { allow: [{ cidr: "10.0.0.0/8/8" }] }],
    ["a range without a length", { allow: [{ cidr: "10.0.0.0/" }] }],
    ["port 0", { allow: [{ cidr: "10.0.0.0/8", port: 0 }] }],
    ["port 65536", { allow: [{ cidr: "10.0.0.0/8", port: 65_536 }] }],
    ["a port of text", { allow: [{ cidr: "10.0.0.0/8", port: "80" }] }],
    ["metadata", { allow: [{ cidr: "169.254.169.254/32" }] }],
    ["a denied range that is none", { deny: ["example.com"] }],
    ["no protocol", { protocols: [] }],
    ["another protocol", { protocols: ["ftp:"] }],
    ["no time to connect", { connectTimeoutMs: 0 }],
    ["endless time to connect", { connectTimeoutMs: Number.POSITIVE_INFINITY }],
    ["an unknown one of the agent", { agent: { factory: () => undefined } }],
    ["a certificate that is none", { tls: { cert: "x" } }],
    ["an unknown version of TLS", { tls: { minVersion: "TLSv1.9" } }],
    ["a socket path", { agent: { socketPath: "/run/docker.sock" } }],
  ])("%s", (_what, options) => {
    const make = () => guardedAgent({ ...quiet, ...(options as GuardOptions) });
    expect(make).toThrow(expect.objectContaining({ code: "option_invalid" }));
  });
});

describe("a proxy in the environment", () => {
  test.each([...proxyVariables, ...proxyVariables.map((one) => one.toLowerCase())])(
    "named by %s has to be decided about",
    async (variable) => {
      vi.stubEnv(variable, "http://127.0.0.1:3128");
      vi.stubEnv("NODE_USE_ENV_PROXY", "1");
      const refused = expect.objectContaining({ code: "proxy_undecided" });
      expect(() => guardedAgent()).toThrow(refused);
      await guardedAgent({ environmentProxy: "ignore" }).close();
    },
  );

  test("that is not there needs no decision", async () => {
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    await guardedAgent().close();
  });
});

test("an error is known for what it is, from whichever copy of the package", () => {
  const copy = Object.assign(new Error("x"), { name: "GuardError", code: "address_forbidden" });
  expect(isGuardError(new GuardError("dns_failed"))).toBe(true);
  expect(isGuardError(copy)).toBe(true);
  for (const other of [new Error("x"), { name: "GuardError", code: "x" }, null, undefined, "x"]) {
    expect(isGuardError(other)).toBe(false);
  }
});
