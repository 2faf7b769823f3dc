import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StarterFile } from "./starter.ts";

/** What is there of a file; `undefined` where it is not. */
export function textIn(dir: string, path: string): string | undefined {
  const file = join(dir, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Writes a file that must not be there, or that may be replaced; never half of it. */
export async function writeOne(
  dir: string,
  { path, text }: StarterFile,
  mayReplace: boolean,
): Promise<void> {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  if (!mayReplace) return writeFile(file, text, { flag: "wx" });
  const draft = `${file}.${crypto.randomUUID().slice(0, 8)}`;
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
