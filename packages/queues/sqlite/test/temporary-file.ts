import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A place for a file, and what tidies it up. */
export function temporaryFile(): { readonly path: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "hooks-queue-"));
  return {
    path: join(directory, "jobs.db"),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
