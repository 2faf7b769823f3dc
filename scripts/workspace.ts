/** The public packages of this workspace, read from their folders so that a new one needs no list. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const root: string = join(import.meta.dirname, "..");

export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  /** Relative to the root, with forward slashes. */
  readonly dir: string;
  readonly manifest: Manifest;
}

export function publicPackages(): readonly Package[] {
  return globSync("packages/{*,adapters/*,stores/*,queues/*}/package.json", { cwd: root })
    .sort()
    .map((file) => ({
      dir: dirname(file).replaceAll("\\", "/"),
      manifest: JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest,
    }));
}

/** The ids of all presets: one file each. */
export function presetIds(): readonly string[] {
  return globSync("*.ts", { cwd: join(root, "packages/providers/src") })
    .map((file) => file.replace(/\.ts$/, ""))
    .filter((id) => id !== "all")
    .sort();
}

/** The name under which a preset's module exports it. */
export function camelCase(id: string): string {
  return id.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Prints what is wrong and fails, or prints one line of praise. */
export function report(problems: readonly string[], whenGood: string): void {
  console.log(problems.length === 0 ? whenGood : problems.join("\n"));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
