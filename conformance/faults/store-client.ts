import type { Store } from "@hooks/core";
import { redisStore } from "@hooks/store-redis";
import { type Client, host } from "./settings.ts";

/** A store over one of the clients, and the plain client for stores that are to be worse. */
export interface StoreClient {
  readonly store: Store;
  readonly command: (command: readonly string[]) => Promise<unknown>;
}

type Connect = (port: number, hasQueue: boolean) => Promise<StoreClient>;

const connectIoredis: Connect = async (port, hasQueue) => {
  const { Redis } = await import("ioredis");
  const withoutQueue = { enableOfflineQueue: false, maxRetriesPerRequest: 0 };
  const client = new Redis(port, host, hasQueue ? {} : withoutQueue);
  client.on("error", () => undefined);
  return {
    store: redisStore(client),
    command: ([name = "", ...args]) => client.call(name, ...args),
  };
};

const connectNodeRedis: Connect = async (port, hasQueue) => {
  const { createClient } = await import("redis");
  const client = createClient({ socket: { host, port }, disableOfflineQueue: !hasQueue });
  client.on("error", () => undefined);
  // Not awaited: Redis may be down just now.
  client.connect();
  return {
    store: redisStore(client),
    command: (command) => client.sendCommand([...command]),
  };
};

/**
 * By default commands wait for a connection, however long, and a claim may be made for a delivery that has been
 * refused since. Without a queue they fail at once.
 */
export function connectStore(client: Client, port: number): Promise<StoreClient> {
  const connect = client.startsWith("ioredis") ? connectIoredis : connectNodeRedis;
  return connect(port, !client.endsWith("without a queue"));
}
