/** What the parent process and the receivers have to agree on. */

export const host = "127.0.0.1";

/** Redis writes down what it is told before it says that it has done it. */
export const redisSettings = ["appendonly yes", "appendfsync always"] as const;

/** Small, so that handlers outlive it and leases end within the run. */
export const timeoutMs = 400;
export const storeTimeoutMs = 500;

/** As documented, not as asked for by the code under test: the handler's time and five seconds. */
export const leaseMs: number = timeoutMs + 5000;

export const secret: string = `whsec_${btoa("a secret of the fault harness")}`;

/** The clients under the stores, one for each receiver: as they are without options, and without a queue. */
export const clients = [
  "ioredis",
  "node-redis",
  "ioredis without a queue",
  "node-redis without a queue",
] as const;
export type Client = (typeof clients)[number];

/** Milliseconds of the machine's monotonic clock: the same in every process, and never set. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
