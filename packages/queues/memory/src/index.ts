export { type MemoryQueueOptions, memoryQueue } from "./memory-queue.ts";
