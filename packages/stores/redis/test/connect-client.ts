import { once } from "node:events";
import { createServer } from "node:http";
import { Redis } from "ioredis";
import { createClient } from "redis";
import type { RedisClient } from "../src/index.ts";

/** A client with nothing set but where its Redis is, so that its own ways of trying again are those of most users. */
export interface Connected {
  readonly client: RedisClient;
  readonly close: () => Promise<unknown>;
}

const ignore = (): void => undefined;

async function connectIoredis(port: number, protocol: 2 | 3): Promise<Connected> {
  const client = new Redis({ port, host: "127.0.0.1", protocol });
  client.on("error", ignore);
  await once(client, "ready");
  return {
    client,
    close: async () => client.disconnect(),
  };
}

async function connectNodeRedis(port: number, RESP: 2 | 3): Promise<Connected> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP });
  client.on("error", ignore);
  await client.connect();
  return { client, close: async () => client.destroy() };
}

/** Redis behind HTTP: a command goes in as JSON, its result or its error comes out. */
async function connectHttp(port: number): Promise<Connected> {
  const redis = createClient({ url: `redis://127.0.0.1:${port}` });
  redis.on("error", ignore);
  await redis.connect();
  const server = createServer(async (request, response) => {
    let command = "";
    for await (const text of request.setEncoding("utf8")) command += text;
    const answer = await redis.sendCommand(JSON.parse(command)).then(
      (result) => ({ result }),
      (error: Error) => ({ error: error.message }),
    );
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    client: async (command) => {
      const response = await fetch(url, { method: "POST", body: JSON.stringify(command) });
      const { result, error } = (await response.json()) as { result: unknown; error?: string };
      if (error !== undefined) throw new Error(error);
      return result;
    },
    close: async () => {
      server.close().closeAllConnections();
      redis.destroy();
    },
  };
}

/** The kinds of client that there are, each by how it connects. */
export const clientKinds = {
  ioredis: (port: number) => connectIoredis(port, 3),
  "ioredis, RESP2": (port: number) => connectIoredis(port, 2),
  "node-redis": (port: number) => connectNodeRedis(port, 3),
  "node-redis, RESP2": (port: number) => connectNodeRedis(port, 2),
  "a function, over HTTP": connectHttp,
} as const satisfies Readonly<Record<string, (port: number) => Promise<Connected>>>;

export type ClientKind = keyof typeof clientKinds;
