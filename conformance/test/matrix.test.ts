import { expect, test } from "vitest";
import { matrix } from "../matrix.ts";

test("the matrix has a row for each runtime, framework and host, and a column for each group", () => {
  const text = matrix({
    runtimes: [{ name: "Node", version: "24.0.0", crypto: "node:crypto", checks: { flow: 3 } }],
    hosts: [{ name: "Bun", version: "1.0.0", checks: { body: 2 } }],
    frameworks: [{ name: "Express", version: "5.0.0", checks: { body: 12, size: 1 } }],
  });
  expect(text.split("\n")).toEqual([
    "| Runtime | Version | HMAC by | flow |",
    "|---|---|---|---:|",
    "| Node | 24.0.0 | node:crypto | 3 |",
    "",
    "| Framework or host | Version | body | size |",
    "|---|---|---:|---:|",
    "| Express | 5.0.0 | 12 | 1 |",
    "| Bun | 1.0.0 | 2 | – |",
  ]);
});
