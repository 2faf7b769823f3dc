import { join } from "node:path";
import { expect, test } from "vitest";
import { frameworkRows, type VitestReport } from "../framework-rows.ts";

const root = join(import.meta.dirname, "../..");

const file = (path: string, ...titles: readonly string[]): VitestReport["testResults"][number] => ({
  name: join(root, path),
  assertionResults: titles.map((title) => ({
    title: title.replace(/^!/, ""),
    status: title.startsWith("!") ? "failed" : "passed",
  })),
});

const express = {
  name: "Express 5",
  dir: "packages/adapters/express",
  dependency: "express",
  suite: /^Express 5/,
};

const report: VitestReport = {
  testResults: [
    file(
      "packages/adapters/express/test/a.test.ts",
      "Express 5: body: NUL",
      "Express 5, raw: body: NUL",
      "Express 5: body: zeros",
      "Express 5: size: exactly at the limit",
      "!Express 5: flow: two at once",
      "Express 4: reply: 204",
      "the suite has cases",
    ),
    file(
      "packages/adapters/express/test/b.test.ts",
      "!Express 5, raw: size: exactly at the limit",
      "Express 5, raw: request: path /a: b",
    ),
    file("packages/adapters/express-other/test/a.test.ts", "Express 5: body: one line feed"),
    file("examples/sveltekit/test/a.test.ts", "answers", "!refuses"),
  ],
};

test("a case is counted once, and only if it passed in every way", () => {
  const [row] = frameworkRows(report, [express]);
  expect(row?.checks).toEqual({ body: 2, request: 1 });
  expect(row?.version).toMatch(/^5\.\d+\.\d+$/);
});

test("without the adapter suite, all tests of the folder are counted", () => {
  const kit = { name: "SvelteKit", dir: "examples/sveltekit" };
  expect(frameworkRows(report, [kit])).toEqual([
    { name: "SvelteKit", version: "–", checks: { example: 1 } },
  ]);
});

test("a framework that was not tested is no row, but an error", () => {
  expect(() => frameworkRows(report)).toThrow("the report has no test of `node:http`");
});
