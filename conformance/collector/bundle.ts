import { basename, join } from "node:path";
import { build } from "esbuild";
import { readVectors } from "../runners/read-vectors.ts";

const dir = join(import.meta.dirname, "..");

/** Which entries of `exports` and `imports` a bundler for this target chooses, beside `import` and `default`. */
const conditions = {
  // As Wrangler bundles.
  workerd: ["workerd", "worker", "browser"],
  browser: ["browser"],
} as const;

/** How something is bundled. */
export interface BundleOptions {
  readonly target: keyof typeof conditions;
  /** Leaves what is loaded on demand in files of its own. */
  readonly splitting?: boolean;
}

/**
 * Bundles a file of this folder, with the built packages, as applications are bundled.
 *
 * @returns file name -> text; the entry is named as its source, but ends with `.js`
 * @throws Error when the bundle has a package's sources instead of what was built of them
 */
export async function bundle(
  entry: string,
  { target, splitting = false }: BundleOptions,
): Promise<ReadonlyMap<string, string>> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(dir, entry)],
    absWorkingDir: dir,
    outdir: dir,
    bundle: true,
    splitting,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2023",
    platform: "browser",
    conditions: [...conditions[target]],
    define: { VECTORS: JSON.stringify(readVectors()) },
    // Without it the root tsconfig's paths would lead to the sources.
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const inputs = Object.keys(metafile.inputs);
  const source = inputs.find((path) =>
    /packages\/(core|providers|stores|adapters)\/.*src\//.test(path),
  );
  if (source) throw new Error(`${entry} was bundled with ${source}, which was not built`);
  if (!inputs.some((path) => path.endsWith("packages/core/dist/web/index.js"))) {
    throw new Error(`${entry} was bundled without @hooks/core`);
  }
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}
