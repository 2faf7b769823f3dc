export type {
  IoredisClient,
  NodeRedisClient,
  NodeRedisEvalOptions,
  NodeRedisSetOptions,
  RedisClient,
  SendCommand,
} from "./redis-client.ts";
export { type RedisStoreOptions, redisStore } from "./redis-store.ts";
