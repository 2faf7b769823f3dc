import { testQueue } from "@hooks/testing";
import { describe, test } from "vitest";
import { sqliteQueue } from "../src/index.ts";
import { temporaryFile } from "./temporary-file.ts";

describe.concurrent("in real time, with processes", () => {
  testQueue(
    "sqlite",
    (options) => {
      const { path, remove } = temporaryFile();
      const open = () => sqliteQueue({ ...options, path, pollMs: 20 });
      return { queue: open(), another: open, processArguments: [path], close: remove };
    },
    {
      test,
      isShared: true,
      processModule: new URL("process/serve-queue.ts", import.meta.url),
      execArguments: ["--import", new URL("process/resolve-sources.ts", import.meta.url).href],
    },
  );
});
