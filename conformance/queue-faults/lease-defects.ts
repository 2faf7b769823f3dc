import type { ProcessOptions } from "@hooks/queue";

/** No lease is extended while its handler runs. */
export function withoutHeartbeat(options: ProcessOptions): ProcessOptions {
  // The heartbeat is the worker's only interval.
  globalThis.setInterval = (() => setTimeout(() => {}, 0)) as unknown as typeof setInterval;
  return options;
}

/** The lease of a dead process never ends. */
export const withEndlessLease = (options: ProcessOptions): ProcessOptions => ({
  ...options,
  leaseMs: 86_400_000,
});
