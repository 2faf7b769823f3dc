/** Bundles every preset from the built packages: what an app downloads stays small and holds no other preset. */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { camelCase, presetIds, report, root } from "./workspace.ts";

/** Bytes, minified and gzipped, of what is loaded at once; schemes loaded on demand are not counted. */
const limits = {
  verify: 2048,
  "verify, createReceiver": 4608,
} as const;

type Imported = keyof typeof limits;

interface Bundle {
  readonly bytes: number;
  readonly code: string;
}

async function bundle(id: string, imported: Imported): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${imported} } from "@hooks/core";
        export { ${camelCase(id)} } from "@hooks/providers/${id}";`,
      resolveDir: join(root, "packages/providers"),
      sourcefile: "app.js",
    },
    absWorkingDir: root,
    outdir: "out",
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    conditions: ["browser", "default"],
    // Without it the root tsconfig's paths would lead to the sources.
    tsconfigRaw: {},
    metafile: true,
    write: false,
    logLevel: "silent",
  });

  const entry = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint);
  const reached = new Set(entry ? [entry] : []);
  for (const path of reached) {
    for (const next of metafile.outputs[path]?.imports ?? []) {
      if (next.kind === "import-statement") reached.add(next.path);
    }
  }
  const files = outputFiles.filter((file) =>
    [...reached].some((path) => file.path === join(root, path)),
  );
  if (files.length === 0) throw new Error("esbuild wrote no entry");
  return {
    bytes: files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0),
    code: outputFiles.map(({ text }) => text).join("\n"),
  };
}

const ids = presetIds();
const problems: string[] = ids.length === 0 ? ["there is no preset, so nothing was checked"] : [];
const largest: string[] = [];

for (const imported of Object.keys(limits) as Imported[]) {
  let max = { id: "", bytes: 0 };
  for (const id of ids) {
    try {
      const { bytes, code } = await bundle(id, imported);
      if (bytes > max.bytes) max = { id, bytes };
      if (bytes > limits[imported]) {
        problems.push(
          `${imported} + ${id}: ${bytes} bytes, at most ${limits[imported]} are allowed`,
        );
      }
      for (const [, other] of code.matchAll(/\bid:\s*["'`]([a-z0-9-]+)["'`]/g)) {
        if (other !== id && other && ids.includes(other)) {
          problems.push(`${imported} + ${id}: the preset ${other} is in the bundle too`);
        }
      }
    } catch (error) {
      problems.push(`${imported} + ${id}: ${error instanceof Error ? error.message : error}`);
    }
  }
  largest.push(`${imported} + ${max.id}: ${max.bytes} of ${limits[imported]} bytes`);
}

report(problems, `${ids.length} presets; the largest are ${largest.join("; ")}`);
