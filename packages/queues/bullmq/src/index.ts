export { type BullmqQueue, type BullmqQueueOptions, bullmqQueue } from "./bullmq-queue.ts";
