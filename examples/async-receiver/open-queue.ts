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

export const queue = await (url ? inRedis(url) : inFile());
