import { testNowMs } from "./provider-forms.ts";

/** A clock that stands still until it is told otherwise. Its functions can be passed on without it. */
export interface FakeClock {
  /** Milliseconds since the epoch: what `now` of a receiver, of `verify` and of a webhook server takes. */
  readonly now: () => number;
  /** Moves by milliseconds; back, where they are negative. */
  readonly advance: (ms: number) => void;
  /** Moves to a time, or to milliseconds since the epoch. */
  readonly set: (time: Date | number) => void;
}

function milliseconds(time: Date | number): number {
  const ms = Number(time);
  if (!Number.isFinite(ms)) throw new Error("the clock was given what is no time");
  return ms;
}

/**
 * Makes a clock for a test.
 *
 * @param start a time, or milliseconds since the epoch; default noon of 29 February 2024, UTC
 */
export function fakeClock(start: Date | number = testNowMs): FakeClock {
  let nowMs = milliseconds(start);
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs = milliseconds(nowMs + ms);
    },
    set: (time) => {
      nowMs = milliseconds(time);
    },
  };
}
