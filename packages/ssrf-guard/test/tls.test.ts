import type { AddressInfo, LookupFunction } from "node:net";
import type { TLSSocket } from "node:tls";
import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type GuardOptions, guardedAgent } from "../src/index.ts";
import { type Certificate, certificates } from "./certificates.ts";
import { serveHttps, type TestServer } from "./http-server.ts";

const name = "hooks.example.com";
let ca: string;
let named: Certificate;
let client: Certificate;
let server: TestServer;
const servernames: unknown[] = [];
const sessions: boolean[] = [];

beforeAll(async () => {
  const made = certificates(`DNS:${name},DNS:second.example.com`, "DNS:client.example.com");
  ca = made.ca;
  [named, client] = made.of as [Certificate, Certificate];
  server = await serveHttps((req, res) => {
    const socket = req.socket as TLSSocket & { servername?: string };
    servernames.push(socket.servername);
    sessions.push(socket.isSessionReused());
    if (req.url === "/once") res.setHeader("connection", "close");
    res.end(req.httpVersion);
  }, named);
});

afterAll(() => server.close());
afterEach(() => vi.unstubAllEnvs());

const lookup: LookupFunction = (_name, _options, callback) =>
  callback(null, [{ address: "127.0.0.1", family: 4 }]);

function agent(options: GuardOptions = {}) {
  const allow = [{ cidr: "127.0.0.1/32" }];
  return guardedAgent({ allow, onAllow: () => undefined, lookup, tls: { ca }, ...options });
}

async function get(url: string, dispatcher: ReturnType<typeof agent>, headers = {}) {
  try {
    const { body } = await request(url, { dispatcher, headers });
    return await body.text();
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

async function once(url: string, options?: GuardOptions, headers = {}): Promise<unknown> {
  const dispatcher = agent(options);
  const answer = await get(url, dispatcher, headers);
  await dispatcher.destroy();
  return answer;
}

describe("the certificate", () => {
  test("is checked against the name, and not the pinned address", async () => {
    expect(await once(`https://${name}:${server.port}/`)).toBe("1.1");
    expect(servernames.at(-1)).toBe(name);
    expect(await once(`https://${name}.:${server.port}/`)).toBe("1.1");
    expect(servernames.at(-1)).toBe(name);
    const other = await once(`https://other.example.com:${server.port}/`);
    expect(other).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const literal = await once(`https://127.0.0.1:${server.port}/`);
    expect(literal).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("is checked against the name of the URL, whatever the Host header says", async () => {
    const url = `https://other.example.com:${server.port}/`;
    expect(await once(url, {}, { host: name })).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  });

  test("has to come from a trusted authority", async () => {
    const untrusted = await once(`https://${name}:${server.port}/`, { tls: {} });
    expect(untrusted).toMatch(/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/);
  });

  test("is checked even where the environment says that none is", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const untrusted = await once(`https://${name}:${server.port}/`, { tls: {} });
    expect(untrusted).toMatch(/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/);
  });

  test.each([
    "rejectUnauthorized",
    "checkServerIdentity",
    "servername",
    "lookup",
    "host",
    "socket",
  ])("can't be got around with %s", (option) => {
    const tls = { [option]: false } as never;
    expect(() => guardedAgent({ tls })).toThrow(`tls has no option "${option}"`);
  });

  test("of a client is sent where one is given", async () => {
    const strict = await serveHttps((_req, res) => res.end("known"), { ...named, ca });
    const url = `https://${name}:${strict.port}/`;
    expect(await once(url, { tls: { ca, ...client } })).toBe("known");
    expect(await once(url)).not.toBe("known");
    await strict.close();
  });
});

test("a TLS session is used again by the next connection to the same host, and by no other", async () => {
  const dispatcher = agent({ agent: { connections: 1 } });
  const url = `https://${name}:${server.port}/once`;
  sessions.length = 0;
  await get(url, dispatcher);
  await get(url, dispatcher);
  expect(sessions).toEqual([false, true]);
  await get(`https://second.example.com:${server.port}/once`, dispatcher);
  expect(sessions).toEqual([false, true, false]);
  const other = await get(`https://other.example.com:${server.port}/once`, dispatcher);
  expect(other).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  await dispatcher.destroy();
});

test("a handshake that never ends counts against the time to connect", async () => {
  const { serveTcp } = await import("./http-server.ts");
  const silent = await serveTcp(() => undefined);
  const url = `https://${name}:${silent.port}/`;
  expect(await once(url, { connectTimeoutMs: 200 })).toBe("connect_timeout");
  await silent.close();
});

test("HTTP/2 is spoken where it is asked for, and only there", async () => {
  const { createSecureServer } = await import("node:http2");
  const modern = createSecureServer(named, (_req, res) => res.end("two"));
  await new Promise<void>((resolve) => modern.listen(0, "127.0.0.1", resolve));
  const url = `https://${name}:${(modern.address() as AddressInfo).port}/`;
  expect(await once(url, { agent: { allowH2: true } })).toBe("two");
  expect(await once(url)).not.toBe("two");
  await new Promise((resolve) => modern.close(resolve));
});
