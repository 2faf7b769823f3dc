import { type FakeClock, fakeClock } from "@hooks/testing";
import type { Clock } from "../src/index.ts";

/** Time that stands still until all that there is to do is waiting, and then jumps to whoever waits for least. */
export interface FakeTime {
  readonly clock: Clock;
  readonly time: FakeClock;
  /** How many wait. */
  readonly waiting: () => number;
  /** Jumps to the next that is due. */
  readonly jump: () => void;
}

/** @param isAutomatic each wait is over as soon as it has begun; else {@link FakeTime.jump} ends it */
export function fakeTime(isAutomatic = true, random = 0.5): FakeTime {
  const time = fakeClock();
  const waits = new Map<() => void, number>();
  const jump = (): void => {
    const [next] = [...waits].sort(([, a], [, b]) => a - b);
    if (!next) throw new Error("nobody waits");
    time.set(Math.max(next[1], time.now()));
    next[0]();
  };
  const wait: Clock["wait"] = (ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        waits.delete(end);
        signal.removeEventListener("abort", end);
        resolve();
      };
      if (signal.aborted) return resolve();
      waits.set(end, time.now() + ms);
      signal.addEventListener("abort", end);
      if (isAutomatic) setImmediate(() => waits.has(end) && jump());
    });
  return {
    time,
    jump,
    waiting: () => waits.size,
    clock: { now: time.now, random: () => random, wait },
  };
}
