/** A job queue in this process's memory, for development and tests. */
export {};
