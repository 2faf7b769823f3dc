/** A durable job queue in one SQLite file, for the processes of one machine. */
export {};
