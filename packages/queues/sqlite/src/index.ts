export { type SqliteQueue, type SqliteQueueOptions, sqliteQueue } from "./sqlite-queue.ts";
