/** Publish events to every subscribed webhook endpoint, durably, through a queue. */
export {};
