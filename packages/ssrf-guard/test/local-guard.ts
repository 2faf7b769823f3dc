import type { Agent } from "undici";
import { afterEach, beforeEach } from "vitest";
import { type DnsServer, startDnsServer } from "../src/dns-server.ts";
import type { GuardOptions } from "../src/index.ts";
import { serveHttp, type TestServer } from "./http-server.ts";
import { agentFor } from "./quiet-agent.ts";

/** What each test of a file has: a server, a name server, and agents that may reach the one and ask the other. */
export interface LocalGuard {
  readonly server: TestServer;
  readonly dns: DnsServer;
  /** The server's, by a public name. `once` ends its connection. */
  readonly url: (path?: string) => string;
  readonly agent: (options?: GuardOptions) => Agent;
  /** Called when the test has ended. */
  readonly closing: (() => Promise<unknown>)[];
}

/** Starts and stops them around each test. */
export function localGuard(): LocalGuard {
  let server: TestServer;
  let dns: DnsServer;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    dns = await startDnsServer();
    server = await serveHttp((req, res) => {
      if (req.url === "/once") res.setHeader("connection", "close");
      res.end("hello");
    });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await server.close();
    await dns.close();
  });

  return {
    get server() {
      return server;
    },
    get dns() {
      return dns;
    },
    url: (path = "") => `http://hooks.example.com:${server.port}/${path}`,
    agent: (options = {}) => {
      const made = agentFor(server.port, { lookup: dns.lookup, ...options });
      closing.push(() => made.destroy());
      return made;
    },
    closing,
  };
}
