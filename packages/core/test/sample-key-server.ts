import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createKeyCache, type KeyCache } from "@hooks/core";

/** A server that answers as it is told, which stands for every https host. */
export interface KeyServer {
  readonly keys: KeyCache;
  /** The URLs that were asked for, in order. */
  readonly asked: readonly string[];
  readonly answer: (reply: (response: ServerResponse) => unknown) => void;
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port; its cache asks it for whatever URL. */
export async function startKeyServer(): Promise<KeyServer> {
  const asked: string[] = [];
  let reply: (response: ServerResponse) => unknown = (response) => response.end();
  const server = createServer((_, response) => void reply(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const keys = createKeyCache({
    fetch: (url, init) => {
      asked.push(url);
      return fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`, init);
    },
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const answer: KeyServer["answer"] = (next) => {
    reply = next;
  };
  return { keys, asked, answer, close };
}
