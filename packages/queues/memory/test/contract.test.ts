import { fakeClock, testQueue } from "@hooks/testing";
import { describe, test } from "vitest";
import { memoryQueue } from "../src/index.ts";

describe.concurrent("with a clock that the suite moves", () => {
  testQueue(
    "memory",
    (options) => {
      const { now, advance } = fakeClock();
      return { queue: memoryQueue({ ...options, now }), advance };
    },
    { test, canAdvance: true },
  );
});

describe.concurrent("in real time", () => {
  testQueue("memory", (options) => ({ queue: memoryQueue(options) }), { test });
});
