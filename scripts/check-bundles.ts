/**
 * Bundles every preset from the built packages: what an app downloads stays small and holds no other preset; and the
 * table of sizes in core's README is in step. `--write` writes that table.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { sizeTable } from "./scheme-sizes.ts";
import { withSection } from "./with-section.ts";
import { camelCase, presetIds, report, root } from "./workspace.ts";

/** Bytes, minified and gzipped, of what is loaded at once; what is loaded on demand is not counted. */
const limits = {
  verify: 3850,
  "verify, createReceiver": 9400,
} as const;

type Imported = keyof typeof limits;

interface Bundle {
  readonly bytes: number;
  readonly code: string;
}

/** Leaves out what the core loads when a provider first needs it: further schemes, several forms, explanations. */
const onDemand: Plugin = {
  name: "on-demand",
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    ),
};

async function bundleOf(contents: string, plugins: Plugin[]): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, "packages/providers"), sourcefile: "app.js" },
    absWorkingDir: root,
    plugins,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    conditions: ["browser", "default"],
    // Without it the root tsconfig's paths would lead to the sources.
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild wrote nothing");
  return { bytes: gzipSync(file.contents, { level: 9 }).length, code: file.text };
}

const bundle = (id: string, imported: Imported): Promise<Bundle> =>
  bundleOf(
    `export { ${imported} } from "@hooks/core";
      export { ${camelCase(id)} } from "@hooks/providers/${id}";`,
    [onDemand],
  );

/** Does a bundle explain refusals? It is known by one of its codes, which stands nowhere else. */
const explains = ({ code }: Bundle): boolean => code.includes("body_trailing_space");

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

const readme = join(root, "packages/core/README.md");
const text = readFileSync(readme, "utf8");
const wanted = withSection(readme, text, "sizes", await sizeTable());
if (process.argv.includes("--write")) writeFileSync(readme, wanted);
else if (text !== wanted)
  problems.push("the sizes in core's README: node scripts/check-bundles.ts --write");
// Here with all that is loaded on demand, for an app that never asks for an explanation has no part of it.
const whole = await bundleOf('export * from "@hooks/core";', []);
if (explains(whole)) problems.push("@hooks/core: explanations are in the bundle too");
const explaining = await bundleOf('export * from "@hooks/core/explain";', []);
if (!explains(explaining))
  problems.push("@hooks/core/explain: it is not known by its code any more");

report(problems, `${ids.length} presets; the largest are ${largest.join("; ")}`);
