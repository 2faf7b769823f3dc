import { createSocket } from "node:dgram";
import { Resolver } from "node:dns";
import { once } from "node:events";
import type { LookupFunction } from "node:net";
import { type DnsAnswer, readQuestion, writeReply } from "./dns-answer.ts";
import { resolverLookup } from "./resolver-lookup.ts";

/** What each question for a name is answered in turn, the last answer for all further ones; or silence. */
export type DnsScript = readonly (DnsAnswer | "silence")[];

/** A name server on this host. */
export interface DnsServer {
  /** Asks this server, and nobody else. */
  readonly lookup: LookupFunction;
  /** The names that were asked for, in their order. */
  readonly asked: () => readonly string[];
  /** Takes a name on. `*` is every name that there is no other script for. */
  readonly answer: (name: string, ...script: DnsScript) => void;
  readonly close: () => Promise<void>;
}

/** Starts a name server on 127.0.0.1, on a free port unless one is named. */
export async function startDnsServer(port = 0): Promise<DnsServer> {
  const scripts = new Map<string, DnsScript>();
  const counts = new Map<string, number>();
  const asked: string[] = [];

  function nextStep(name: string, type: number): DnsScript[number] | undefined {
    const script = scripts.get(name) ?? scripts.get("*") ?? [];
    // The two families are asked for side by side, and are answered alike.
    const key = `${type} ${name}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return script[Math.min(count, script.length - 1)];
  }

  const socket = createSocket("udp4");
  socket.on("message", (query, asker) => {
    const { name, type } = readQuestion(query);
    asked.push(name);
    const step = nextStep(name, type);
    if (step !== "silence") socket.send(writeReply(query, step), asker.port, asker.address);
  });
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);

  return {
    lookup: resolverLookup(resolver),
    asked: () => asked,
    answer: (name, ...script) => {
      scripts.set(name, script);
    },
    close: async () => {
      resolver.cancel();
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
