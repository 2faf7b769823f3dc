import { fakeClock, testQueue } from "@hooks/testing";
import { describe, test } from "vitest";
import { sqliteQueue } from "../src/index.ts";
import { temporaryFile } from "./temporary-file.ts";

describe.concurrent("with a clock that the suite moves", () => {
  testQueue(
    "sqlite",
    (options) => {
      const { path, remove } = temporaryFile();
      const { now, advance } = fakeClock();
      const open = () => sqliteQueue({ ...options, path, now, pollMs: 10 });
      return { queue: open(), another: open, advance, close: remove };
    },
    { test, canAdvance: true, isShared: true },
  );
});
