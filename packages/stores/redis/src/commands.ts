import { WebhookError } from "@hooks/core";
import type { IoredisClient, NodeRedisClient, RedisClient, SendCommand } from "./redis-client.ts";

/** The three commands of this store, whatever the client. What they resolve with is the client's. */
export interface Commands {
  setIfAbsent(key: string, value: string, ms: number): Promise<unknown>;
  evalSha(sha1: string, key: string, args: string[]): Promise<unknown>;
  eval(lua: string, key: string, args: string[]): Promise<unknown>;
}

const ofFunction = (send: SendCommand): Commands => ({
  setIfAbsent: (key, value, ms) => send(["SET", key, value, "PX", String(ms), "NX"]),
  evalSha: (sha1, key, args) => send(["EVALSHA", sha1, "1", key, ...args]),
  eval: (lua, key, args) => send(["EVAL", lua, "1", key, ...args]),
});

const ofIoredis = (client: IoredisClient): Commands => ({
  setIfAbsent: (key, value, ms) => client.set(key, value, "PX", ms, "NX"),
  evalSha: (sha1, key, args) => client.evalsha(sha1, 1, key, ...args),
  eval: (lua, key, args) => client.eval(lua, 1, key, ...args),
});

const ofNodeRedis = (client: NodeRedisClient): Commands => ({
  setIfAbsent: (key, value, ms) =>
    client.set(key, value, {
      condition: "NX",
      expiration: { type: "PX", value: ms },
      // The same for versions before 5, which ignore the two above, and would set what is there.
      NX: true,
      PX: ms,
    }),
  evalSha: (sha1, key, args) => client.evalSha(sha1, { keys: [key], arguments: args }),
  eval: (lua, key, args) => client.eval(lua, { keys: [key], arguments: args }),
});

function hasMethods(client: unknown, ...names: readonly string[]): boolean {
  const isObject = typeof client === "object" && client !== null;
  return isObject && names.every((name) => typeof Reflect.get(client, name) === "function");
}

/** Other clients have an `evalsha` too, which takes other arguments; that for bytes is of ioredis alone. */
const isIoredis = (client: RedisClient): client is IoredisClient =>
  hasMethods(client, "set", "evalsha", "evalshaBuffer", "eval");

/** Spelt so by node-redis alone. */
const isNodeRedis = (client: RedisClient): client is NodeRedisClient =>
  hasMethods(client, "set", "evalSha", "eval");

/** @throws WebhookError `option_invalid` for what is no client, or one that is known to be closed */
export function commandsOf(client: RedisClient): Commands {
  if (typeof client === "function") return ofFunction(client);
  if (isIoredis(client)) {
    if (client.status === "end") throw new WebhookError("option_invalid", "the client is closed");
    return ofIoredis(client);
  }
  if (isNodeRedis(client)) return ofNodeRedis(client);
  throw new WebhookError(
    "option_invalid",
    "the client is not of ioredis or node-redis, and no function that sends a command",
  );
}
