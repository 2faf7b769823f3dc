/**
 * Writes the JavaScript of `dist`: `node build.ts`. What is loaded at once is merged into few files, for each costs time;
 * what is loaded on demand stays a file each, so that an application that never needs it never has it.
 */
import { rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

const dir = import.meta.dirname;
const src = join(dir, "src");
const entries = ["index.ts", "explain.ts", "crypto-node.ts", "crypto-web.ts"];

const options = {
  absWorkingDir: src,
  bundle: true,
  format: "esm",
  target: "es2023",
  tsconfigRaw: {},
  packages: "external",
  // Resolved by the user's runtime or bundler, through the package's imports map.
  external: ["#crypto"],
} satisfies BuildOptions;

const { metafile } = await build({
  ...options,
  entryPoints: entries,
  outdir: join(dir, "dist"),
  metafile: true,
  write: false,
});

/** The sources that a source leads to, itself among them: those that come with it, or all that it may ever need. */
function reachedFrom(source: string, which: "at once" | "ever"): ReadonlySet<string> {
  const reached = new Set([source]);
  // What is added while it is walked is walked as well.
  for (const one of reached) {
    for (const { path, kind, external } of metafile.inputs[one]?.imports ?? []) {
      if (!external && (which === "ever" || kind === "import-statement")) reached.add(path);
    }
  }
  return reached;
}

const withCrypto = reachedFrom("crypto-web.ts", "at once");
const withVerify = reachedFrom("verify.ts", "at once");
const withIndex = reachedFrom("index.ts", "at once");
const everWithVerify = reachedFrom("verify.ts", "ever");
const everWithIndex = reachedFrom("index.ts", "ever");
const withExplain = reachedFrom("explain.ts", "at once");

/** The file of `dist` that holds a source, without its ending. */
function fileOf(source: string): string {
  if (entries.includes(source)) return basename(source, ".ts");
  if (withCrypto.has(source)) return "bytes";
  if (withVerify.has(source)) return "core";
  // What comes with a receiver, and not with `verify`, which may need it later: it must not come with both.
  if (withIndex.has(source)) return everWithVerify.has(source) ? "checks" : "core";
  const isExplanation = withExplain.has(source) && !everWithIndex.has(source);
  return isExplanation ? "explain" : basename(source, ".ts");
}

const sources = Object.keys(metafile.inputs);

/** Bundles the sources of each file, and leads from one file to the others. */
const merged: Plugin = {
  name: "merged",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^merged:/ }, ({ path }) => ({ path: path.slice(7), namespace: "merged" }));
    onLoad({ filter: /./, namespace: "merged" }, ({ path }) => ({
      contents: sources
        .filter((source) => fileOf(source) === path)
        .map((source) => `export * from "./${source}";`)
        .join("\n"),
      resolveDir: src,
    }));
    onResolve({ filter: /^\./ }, ({ path, resolveDir, importer, namespace }) => {
      const file = fileOf(relative(src, join(resolveDir, path)));
      const own = namespace === "merged" ? importer : fileOf(relative(src, importer));
      return file === own ? undefined : { path: `./${file}.js`, external: true };
    });
  },
};

rmSync(join(dir, "dist"), { recursive: true, force: true });
await build({
  ...options,
  entryPoints: [...new Set(sources.map(fileOf))].map((file) => ({
    in: `merged:${file}`,
    out: file,
  })),
  outdir: join(dir, "dist"),
  plugins: [merged],
});
