/** The contract of a durable job queue for webhooks, and what its implementations share. */
export {};
