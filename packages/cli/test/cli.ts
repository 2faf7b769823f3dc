import { type ChildProcess, spawn } from "node:child_process";
import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { publicPackages, root } from "../../../scripts/workspace.ts";

/** What a run of the program came to. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program, built of the sources, and a folder for one test file. */
export interface Cli {
  readonly dir: string;
  readonly run: (args: readonly string[], more?: RunOptions) => Promise<Ran>;
  readonly start: (args: readonly string[], more?: RunOptions) => ChildProcess;
  readonly close: () => void;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Default: the program's folder. */
  readonly cwd?: string;
}

/** What may be imported of a package besides itself: more than it exports, but nothing that it does not have. */
const subpaths = (dir: string): readonly string[] =>
  globSync("src/*.ts", { cwd: join(root, dir) }).map((file) => basename(file, ".ts"));

/** Builds the program as it is published: every module in place, presets in files of their own. */
export async function buildCli(): Promise<Cli> {
  const dir = mkdtempSync(join(tmpdir(), "hooks-cli-"));
  const alias = Object.fromEntries(
    publicPackages().flatMap(({ dir: one, manifest: { name } }) => [
      ...subpaths(one).map((file) => [`${name}/${file}`, join(root, one, `src/${file}.ts`)]),
      [name, join(root, one, "src/index.ts")],
    ]),
  );
  await build({
    entryPoints: [join(root, "packages/cli/src/bin.ts")],
    outdir: join(dir, "dist"),
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node22",
    // For what is bundled of others in the older format.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    alias: { ...alias, "#crypto": join(root, "packages/core/src/crypto-node.ts") },
  });
  writeFileSync(join(dir, "package.json"), '{"type":"module","version":"1.2.3"}');
  const bin = join(dir, "dist/bin.js");
  const start: Cli["start"] = (args, { env = {}, cwd = dir } = {}) =>
    spawn(process.execPath, [bin, ...args], {
      cwd,
      env: { ...env } as NodeJS.ProcessEnv,
      // What hangs is the test's failure, and not left behind.
      timeout: 20_000,
      killSignal: "SIGKILL",
    });
  return {
    dir,
    start,
    run: (args, more = {}) => {
      const child = start(args, more);
      let out = "";
      let err = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        err += text;
      });
      child.stdin?.on("error", () => undefined).end(more.input ?? "");
      return new Promise((resolve, reject) => {
        child.on("error", reject).on("close", (code) => resolve({ code, out, err }));
      });
    },
    close: () => rmSync(dir, { recursive: true, force: true }),
  };
}
