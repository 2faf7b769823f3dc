import type { Pace, Timing } from "../measure/take-turns.ts";

/** The bodies that are verified, in bytes. */
export const sizes = [256, 1024, 16_384, 262_144] as const;

/** The timings of one size. */
export interface Sized {
  readonly bytes: number;
  readonly timings: readonly Timing[];
}

export const fullPace: Pace = { rounds: 25, roundMs: 16, warmMs: 150 };
