/** What is used of ioredis: of a `Redis` or a `Cluster`. */
export interface IoredisClient {
  readonly status: string;
  /** SET … PX … NX. */
  set(key: string, value: string, px: "PX", ms: number, nx: "NX"): Promise<unknown>;
  /** EVALSHA. */
  evalsha(sha1: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** EVAL. */
  eval(lua: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** What is used of node-redis: of a client, a pool, a sentinel or a cluster. */
export interface NodeRedisClient {
  /** SET … PX … NX. */
  set(key: string, value: string, options: NodeRedisSetOptions): Promise<unknown>;
  /** EVALSHA. */
  evalSha(sha1: string, options: NodeRedisEvalOptions): Promise<unknown>;
  /** EVAL. */
  eval(lua: string, options: NodeRedisEvalOptions): Promise<unknown>;
}

/** How a claim is set, as versions 4 and 5 and as version 6 of node-redis have it. */
export interface NodeRedisSetOptions {
  readonly condition: "NX";
  readonly expiration: { readonly type: "PX"; readonly value: number };
  readonly NX: true;
  readonly PX: number;
}

/** The keys and arguments of a script. */
export interface NodeRedisEvalOptions {
  keys: string[];
  arguments: string[];
}

/** Sends one command, its name first, and gives what Redis replies, or rejects with its error. */
export type SendCommand = (command: string[]) => Promise<unknown>;

/** Any way to talk to Redis, or to what speaks its commands. */
export type RedisClient = IoredisClient | NodeRedisClient | SendCommand;
