/**
 * Writes the JavaScript of `dist`, once for Node and once for all others: `node build.ts`. What is loaded at once is merged
 * into few files, for each costs time; what is loaded on demand stays a file each, so that an application that never
 * needs it never has it.
 */
import { rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

const dir = import.meta.dirname;
const src = join(dir, "src");
const entries = ["index.ts", "explain.ts"];

/** Where a build goes in `dist`, and the file that computes hashes there. */
const cryptoOf = { node: "crypto-node.ts", web: "crypto-web.ts" } as const;

async function buildFor(platform: keyof typeof cryptoOf): Promise<void> {
  const options = {
    absWorkingDir: src,
    outdir: join(dir, "dist", platform),
    bundle: true,
    format: "esm",
    target: "es2023",
    tsconfigRaw: {},
    packages: "external",
    external: ["node:*"],
  } satisfies BuildOptions;

  /** The source that an import leads to. */
  const sourceOf = (path: string, from: string): string =>
    path === "#crypto" ? cryptoOf[platform] : relative(src, join(from, path));

  const resolved: Plugin = {
    name: "resolved",
    setup: ({ onResolve }) =>
      onResolve({ filter: /^#crypto$/ }, ({ path }) => ({ path: join(src, sourceOf(path, src)) })),
  };

  const { metafile } = await build({
    ...options,
    entryPoints: entries,
    metafile: true,
    write: false,
    plugins: [resolved],
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

  const withVerify = reachedFrom("verify.ts", "at once");
  const withIndex = reachedFrom("index.ts", "at once");
  const everWithVerify = reachedFrom("verify.ts", "ever");
  const everWithIndex = reachedFrom("index.ts", "ever");
  const withExplain = reachedFrom("explain.ts", "at once");

  /** The file of the build that holds a source, without its ending. */
  function fileOf(source: string): string {
    if (entries.includes(source)) return basename(source, ".ts");
    if (withIndex.has(source)) {
      // Where code is downloaded, what comes with a receiver and not with `verify`, which may need it later, must not
      // come with both.
      const isApart = platform === "web" && !withVerify.has(source) && everWithVerify.has(source);
      return isApart ? "checks" : "core";
    }
    const isExplanation = withExplain.has(source) && !everWithIndex.has(source);
    return isExplanation ? "explain" : basename(source, ".ts");
  }

  const sources = Object.keys(metafile.inputs);

  /** Bundles the sources of each file, and leads from one file to the others. */
  const merged: Plugin = {
    name: "merged",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^merged:/ }, ({ path }) => ({
        path: path.slice(7),
        namespace: "merged",
      }));
      onLoad({ filter: /./, namespace: "merged" }, ({ path }) => ({
        contents: sources
          .filter((source) => fileOf(source) === path)
          .map((source) => `export * from "./${source}";`)
          .join("\n"),
        resolveDir: src,
      }));
      onResolve({ filter: /^(\.|#crypto$)/ }, ({ path, kind, ...from }) => {
        const file = fileOf(sourceOf(path, from.resolveDir));
        const { importer } = from;
        const own = from.namespace === "merged" ? importer : fileOf(relative(src, importer));
        // What is there already and asked for on demand is found in the file itself.
        const isWithin = file === own && kind !== "dynamic-import";
        return isWithin ? undefined : { path: `./${file}.js`, external: true };
      });
    },
  };

  await build({
    ...options,
    entryPoints: [...new Set(sources.map(fileOf))].map((file) => ({
      in: `merged:${file}`,
      out: file,
    })),
    plugins: [merged, resolved],
  });
}

rmSync(join(dir, "dist"), { recursive: true, force: true });
await buildFor("node");
await buildFor("web");
