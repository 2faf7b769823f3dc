/** The one place that knows which queue it is: a file of this machine, or with `REDIS_URL` set, BullMQ. */
const { REDIS_URL: url, QUEUE_FILE: path = "jobs.db", QUEUE_NAME: name = "hooks" } = process.env;

async function inRedis(connectionUrl: string) {
  const { bullmqQueue } = await import("@hooks/queue-bullmq");
  return bullmqQueue({ connection: { url: connectionUrl }, name });
}

async function inFile() {
  const { sqliteQueue } = await import("@hooks/queue-sqlite");
  return sqliteQueue({ path });
}

/** Takes the queue away from Redis. */
export async function clear(): Promise<void> {
  if (!url) return;
  const { Redis } = await import("ioredis");
  const redis = new Redis(url);
  const found: AsyncIterable<string[]> = redis.scanStream({ match: `{hooks}:${name}:*` });
  for await (const keys of found) if (keys.length > 0) await redis.unlink(keys);
  await redis.quit();
}

export const queue = await (url ? inRedis(url) : inFile());
