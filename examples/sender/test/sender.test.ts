import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const run = fileURLToPath(new URL("../run.ts", import.meta.url));

/** Runs the example on the built packages. */
const start = (env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ readonly code: unknown; readonly output: string }>((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: 60_000 };
    execFile(process.execPath, [run], options, (error, output, warnings) =>
      resolve({ code: error ? error.code : 0, output: output + warnings }),
    );
  });

test("three receivers: one is healthy, one comes back, one is gone", async () => {
  const { code, output } = await start();
  expect(output).toContain("As expected.");
  expect(code).toBe(0);
  const rows = output.split("\n").map((line) => line.split(/\s{2,}/));
  const attempts = (name: string) =>
    rows.filter(([first, number]) => first === name && /^\d$/.test(number ?? ""));
  expect(attempts("healthy")).toHaveLength(2);
  expect(attempts("failing-twice").map(([, , status]) => status)).toEqual([
    ...["500", "500", "200"],
    "200",
  ]);
  expect(attempts("gone").map(([, , status, outcome]) => [status, outcome])).toEqual([
    ["410", "gone"],
  ]);
  expect(rows).toContainEqual(expect.arrayContaining(["gone", "endpoint_disabled"]));
});

test("a receiver that knows another secret refuses, and the example ends with 1", async () => {
  const { code, output } = await start({ SABOTAGE: "healthy" });
  expect(code).toBe(1);
  expect(output).toMatch(/healthy +1 +401 +status_refused/);
  expect(output).toContain("NOT AS EXPECTED");
});
