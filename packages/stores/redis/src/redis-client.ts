/** What is used of ioredis: of a `Redis` or a `Cluster`. */
export interface IoredisClient {
  readonly status: string;
  set(key: string, value: string, px: "PX", ms: number, nx: "NX"): Promise<unknown>;
  evalsha(sha1: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(lua: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** What is used of node-redis: of a client, a pool, a sentinel or a cluster. */
export interface NodeRedisClient {
  set(key: string, value: string, options: NodeRedisSetOptions): Promise<unknown>;
  evalSha(sha1: string, options: NodeRedisEvalOptions): Promise<unknown>;
  eval(lua: string, options: NodeRedisEvalOptions): Promise<unknown>;
}

export interface NodeRedisSetOptions {
  readonly condition: "NX";
  readonly expiration: { readonly type: "PX"; readonly value: number };
  readonly NX: true;
  readonly PX: number;
}

export interface NodeRedisEvalOptions {
  keys: string[];
  arguments: string[];
}

/** Sends one command, its name first, and gives what Redis replies, or rejects with its error. */
export type SendCommand = (command: string[]) => Promise<unknown>;

/** Any way to talk to Redis, or to what speaks its commands. */
export type RedisClient = IoredisClient | NodeRedisClient | SendCommand;
