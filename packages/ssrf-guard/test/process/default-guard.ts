/**
 * Runs in a network of its own, where 198.200.0.0/16 and 2a0f:200::/32 are this host's, 198.200.10.1 is the address of
 * an interface, and /etc/resolv.conf names 127.0.0.1 and the search domain evil.example. Prints what becomes of requests
 * through a guard without any option but the protocol.
 */
import { lookup } from "node:dns";
import { createServer } from "node:http";
import { request } from "undici";
import { startDnsServer } from "../../src/dns-server.ts";
import { checkUrl, type GuardOptions, guardedAgent } from "../../src/index.ts";

const reached: string[] = [];
const server = createServer((req, res) => {
  reached.push(req.socket.localAddress ?? "");
  res.setHeader("connection", "close").end("hello");
});
await new Promise<void>((resolve) => server.listen(80, "::", resolve));
const dns = await startDnsServer(53);

async function ask(url: string, options: GuardOptions = {}): Promise<string> {
  const dispatcher = guardedAgent({ protocols: ["http:"], ...options });
  try {
    checkUrl(url, { protocols: ["http:"] });
    const { body } = await request(url, { dispatcher });
    return await body.text();
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await dispatcher.destroy();
  }
}

const addresses = (...list: readonly string[]) => ({ addresses: list });
dns.answer("public.example.com", addresses("198.200.20.1"));
dns.answer("six.example.com", addresses("2a0f:200::5"));
dns.answer("both.example.com", addresses("2a0f:200::5", "198.200.20.1"));
dns.answer("own.example.com", addresses("198.200.10.1"));
dns.answer("mixed.example.com", addresses("198.200.20.1", "127.0.0.1"));
dns.answer("six-private.example.com", addresses("198.200.20.1", "::1"));
dns.answer("flip.example.com", addresses("198.200.20.1"), addresses("127.0.0.1"));
dns.answer("absent.example.com.evil.example", addresses("198.200.20.1"));

const found = {
  literal: await ask("http://198.200.20.1/"),
  literalSix: await ask("http://[2a0f:200::5]/"),
  named: await ask("http://public.example.com/"),
  namedSix: await ask("http://six.example.com/"),
  both: await ask("http://both.example.com/"),
  throughSystem: await ask("http://public.example.com/", { lookup }),
  own: await ask("http://198.200.10.1/"),
  ownNamed: await ask("http://own.example.com/"),
  mixed: await ask("http://mixed.example.com/"),
  sixPrivate: await ask("http://six-private.example.com/"),
  flip: [await ask("http://flip.example.com/"), await ask("http://flip.example.com/")],
  loopback: await ask("http://127.0.0.1/"),
  searched: await ask("http://absent.example.com/"),
  searchedThroughSystem: await ask("http://absent.example.com/", { lookup }),
  // That the search domain is there at all.
  system: await new Promise((resolve) => {
    lookup("absent.example.com", (error, address) => resolve(error?.code ?? address));
  }),
  reached: [...new Set(reached)].sort(),
};
console.log(JSON.stringify(found));
await dns.close();
server.close();
