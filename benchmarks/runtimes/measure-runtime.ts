import { type Pace, type Timing, takeTurns } from "../measure/take-turns.ts";
import { contendersOf } from "./contenders.ts";

/** The bodies that are verified, in bytes. */
export const sizes = [64, 256, 1024, 16_384, 262_144] as const;

/** The timings of one size; `verify` first. */
export interface Sized {
  readonly bytes: number;
  readonly timings: readonly Timing[];
}

/** Measures the runtime that this is run by. */
export async function measureRuntime(pace: Pace): Promise<readonly Sized[]> {
  const sized: Sized[] = [];
  for (const bytes of sizes) {
    sized.push({ bytes, timings: await takeTurns(await contendersOf(bytes), pace) });
  }
  return sized;
}
