import { globSync } from "node:fs";
import { basename, join } from "node:path";

/** All presets; `all.ts` is the list of them. */
export const allIds: readonly string[] = globSync("src/*.ts", {
  cwd: join(import.meta.dirname, ".."),
})
  .map((path) => basename(path, ".ts"))
  .filter((id) => id !== "all")
  .sort();

const wanted = process.env["HOOKS_PROVIDER"] || undefined;
// A misspelt name must not pass by testing nothing.
if (wanted !== undefined && !allIds.includes(wanted)) {
  throw new Error(`there is no preset "${wanted}"`);
}

/** Those to test: all, or the one that `pnpm test:provider` names, so that no other is loaded. */
export const presetIds: readonly string[] = wanted === undefined ? allIds : [wanted];
