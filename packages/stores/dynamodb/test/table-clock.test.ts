import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TableClock } from "../src/table-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A table's time, a process's clock that is off from it, and answers that take a while. */
function startTime(offMs: number) {
  const clock = new TableClock();
  let tableMs = 1_700_000_000_000;
  let skewMs = offMs;
  const pass = (ms: number): void => {
    tableMs += ms;
    vi.setSystemTime(tableMs + skewMs);
  };
  pass(0);
  return {
    clock,
    pass,
    errorMs: () => clock.now() - tableMs,
    /** Sets the process's clock. */
    set: (ms: number) => {
      skewMs = ms;
      pass(0);
    },
    answer: (thereMs: number, backMs: number, meanwhile = () => {}) => {
      const sentMs = Date.now();
      pass(thereMs);
      const date = new Date(tableMs).toUTCString();
      meanwhile();
      pass(backMs);
      clock.hear(date, sentMs);
    },
  };
}

const ms = (max: number) => fc.integer({ min: 0, max });
const answers = fc.array(fc.tuple(ms(5000), ms(2000), ms(2000)), { minLength: 1, maxLength: 20 });

describe("the time", () => {
  test("of a clock that is right is never changed", () => {
    fc.assert(
      fc.property(answers, (all) => {
        const { clock, pass, answer, errorMs } = startTime(0);
        for (const [wait, there, back] of all) {
          const reading = clock.read();
          pass(wait);
          answer(there, back);
          expect(errorMs()).toBe(0);
          expect(reading.isRight()).toBe(true);
        }
      }),
    );
  });

  test("of a clock that is wrong is off by no more than a second and the shortest answer", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e11, max: 1e11 }), answers, (skewMs, all) => {
        const { pass, answer, errorMs } = startTime(skewMs);
        let shortest = Number.POSITIVE_INFINITY;
        for (const [wait, there, back] of all) {
          pass(wait);
          answer(there, back);
          shortest = Math.min(shortest, there + back);
          expect(Math.abs(errorMs())).toBeLessThanOrEqual(1000 + shortest);
        }
      }),
    );
  });

  test("comes closer with answers from all of a second", () => {
    const { pass, answer, errorMs } = startTime(-3_600_000);
    for (let i = 0; i < 20; i++) {
      answer(0, 0);
      pass(1050);
    }
    expect(Math.abs(errorMs())).toBeLessThanOrEqual(50);
  });

  test.each([-3_600_000, 3_600_000])(
    "of a clock that is set by %d ms is right with the next answer",
    (skewMs) => {
      const { set, answer, errorMs } = startTime(0);
      answer(5, 5);
      set(skewMs);
      answer(5, 5);
      expect(Math.abs(errorMs())).toBeLessThanOrEqual(1010);
    },
  );

  test("of a clock that is set back while an answer comes is right with that answer", () => {
    const { set, answer, errorMs } = startTime(0);
    answer(5, 5, () => set(-3_600_000));
    expect(Math.abs(errorMs())).toBeLessThanOrEqual(1010);
  });
});

describe("a reading", () => {
  test("is wrong when an answer shows that the clock was off", () => {
    for (const skewMs of [-3_600_000, -1600, 1600, 3_600_000]) {
      const { clock, answer } = startTime(skewMs);
      const before = clock.read();
      expect(before.isRight()).toBe(true);
      answer(5, 5);
      expect(before.isRight()).toBe(false);
      expect(clock.read().isRight()).toBe(true);
    }
  });

  test("is right when the clock is off by less than a date tells", () => {
    for (const skewMs of [-400, 400]) {
      const { clock, pass, answer } = startTime(skewMs);
      const before = clock.read();
      for (let i = 0; i < 10; i++) {
        answer(5, 5);
        pass(90);
      }
      expect(before.isRight()).toBe(true);
    }
  });
});

test.each([undefined, "", "yesterday"])("an answer of the date %j is refused", (date) => {
  const clock = new TableClock();
  expect(() => clock.hear(date, Date.now())).toThrow("the answer has no date");
});
