/** A durable job queue on BullMQ, over Redis or a Redis Cluster. */
export {};
