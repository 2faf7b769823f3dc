import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Makes paths of files that are gone when the tests of this file end. */
export function attemptsDirectory(): (name?: string) => string {
  const directory = mkdtempSync(join(tmpdir(), "attempts-"));
  let count = 0;
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return (name = `${count++}.db`) => join(directory, name);
}
