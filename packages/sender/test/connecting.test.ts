import { once } from "node:events";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { rawServer } from "./raw-server.ts";
import {
  authority,
  clientCertificate,
  expiredCertificate,
  otherCertificate,
  serverCertificate,
} from "./sample-certificates.ts";
import { event, sampleEndpoint, sampleSender } from "./sample-sender.ts";

/** An HTTPS server; its URL. */
async function tlsServer(options: Parameters<typeof createServer>[0]): Promise<string> {
  const server = createServer(options as object, (req, res) => {
    req.resume().on("end", () => res.end("ok"));
  }).listen(0, "127.0.0.1");
  server.on("tlsClientError", () => undefined);
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}

const trusting = { certificateAuthorities: authority, deadlineMs: 10_000 };

test("a server whose certificate the authorities have signed", async () => {
  const url = await tlsServer(serverCertificate);
  const sender = sampleSender(trusting);
  expect(await sender.attempt(sampleEndpoint(url), event, 1)).toMatchObject({ code: "delivered" });
});

test.each([
  ["of no known authority", serverCertificate, undefined, /UNABLE_TO_/],
  ["for another name", otherCertificate, authority, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ["that has expired", expiredCertificate, authority, /CERT_HAS_EXPIRED/],
])("a certificate %s", async (_, certificate, certificateAuthorities, error) => {
  const url = await tlsServer(certificate);
  const sender = sampleSender({ ...trusting, certificateAuthorities });
  const attempt = await sender.attempt(sampleEndpoint(url), event, 1);
  expect(attempt).toMatchObject({ code: "tls_failed", nextNumber: 2 });
  expect(attempt.error).toMatch(error);
});

test("what speaks no TLS", async () => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined).end("HTTP/1.1 400 Bad Request\r\n\r\n");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const sender = sampleSender(trusting);
  const attempt = await sender.attempt(sampleEndpoint(`https://127.0.0.1:${port}/`), event, 1);
  expect(attempt.code).toBe("tls_failed");
});

test("a server that asks for a client's certificate gets the endpoint's", async () => {
  const url = await tlsServer({
    ...serverCertificate,
    ca: authority,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const sender = sampleSender(trusting);
  const plain = sampleEndpoint(url);
  const { cert: certificate, key: privateKey } = clientCertificate;
  const mutual = sampleEndpoint(url, { clientCertificate: { certificate, privateKey } });
  // With TLS 1.3 the server says no after the handshake.
  const without = await sender.attempt(plain, event, 1);
  expect(["tls_failed", "connection_reset"]).toContain(without.code);
  expect(await sender.attempt(mutual, event, 1)).toMatchObject({ code: "delivered" });
  // Its connection is not another endpoint's.
  expect((await sender.attempt(plain, event, 1)).code).toBe(without.code);
});

test("a server that takes no connections", async () => {
  const sender = sampleSender();
  const url = `http://127.0.0.1:${await freePort()}/`;
  const attempt = await sender.attempt(sampleEndpoint(url), event, 1);
  expect(attempt).toMatchObject({ code: "connection_refused", nextNumber: 2 });
  expect(JSON.stringify(attempt)).not.toContain("127.0.0.1");
});

test("a handshake that never ends: the time to connect, or the deadline, whichever is first", async () => {
  const server = createTcpServer((socket) => void socket.on("error", () => undefined));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const times of [{ connectTimeoutMs: 300 }, { deadlineMs: 300 }]) {
    const sender = sampleSender({ ...trusting, ...times });
    const attempt = await sender.attempt(sampleEndpoint(url), event, 1);
    expect(attempt.code).toBe("timeout");
    expect(attempt.durationMs).toBeLessThan(5000);
  }
});

test("a name that nobody knows, and one that takes for ever to be looked up", async () => {
  const unknown = sampleSender({
    guard: {
      lookup: (_name, _options, callback) =>
        callback(Object.assign(new Error("queryA ENOTFOUND"), { code: "ENOTFOUND" }), ""),
    },
  });
  const endpoint = sampleEndpoint("https://hooks.example.com/");
  expect((await unknown.attempt(endpoint, event, 1)).code).toBe("dns_failed");
  const slow = sampleSender({ guard: { lookup: () => undefined }, deadlineMs: 300 });
  const attempt = await slow.attempt(endpoint, event, 1);
  expect(attempt.code).toBe("timeout");
  expect(attempt.durationMs).toBeLessThan(5000);
});

test("a connection that comes after the deadline is not written to", async () => {
  const server = await rawServer((socket) => void socket.end());
  const { port } = new URL(server.url);
  let answered = 0;
  const sender = sampleSender({
    guard: {
      allow: [{ cidr: "127.0.0.1/32" }],
      onAllow: () => undefined,
      lookup: (_name, options, callback) => {
        setTimeout(() => {
          answered++;
          if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
          else callback(null, "127.0.0.1", 4);
        }, 500);
      },
    },
    deadlineMs: 100,
  });
  const endpoint = sampleEndpoint(`http://hooks.example.com:${port}/`);
  expect((await sender.attempt(endpoint, event, 1)).code).toBe("timeout");
  await expect.poll(() => answered, { timeout: 5000 }).toBeGreaterThan(0);
  await expect.poll(() => server.connections(), { timeout: 5000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(server.requests()).toBe(0);
});

test("a name whose address is private is refused, recorded and tried again, without a byte sent", async () => {
  let connections = 0;
  const server = createTcpServer(() => {
    connections++;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const sender = sampleSender({
    guard: {
      lookup: (_name, options, callback) => {
        if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
        else callback(null, "127.0.0.1", 4);
      },
    },
  });
  const attempt = await sender.attempt(
    sampleEndpoint(`http://hooks.example.com:${port}/`),
    event,
    1,
  );
  expect(attempt).toMatchObject({ code: "address_forbidden", nextNumber: 2 });
  expect(sender.attempts).toEqual([attempt]);
  expect(JSON.stringify(attempt)).not.toContain("127.0.0.1");
  expect(connections).toBe(0);
});
