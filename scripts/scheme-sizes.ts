/** What an application downloads of core: at once, and per scheme when a delivery first needs it. */
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { root } from "./workspace.ts";

const core = join(root, "packages/core/src");

/** Leaves out what is loaded on demand, and takes the crypto of browsers. */
const atOnce: Plugin = {
  name: "at-once",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^#crypto$/ }, () => ({ path: join(core, "crypto-web.ts") }));
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

async function bytesOf(exported: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: exported, resolveDir: core, sourcefile: "app.ts", loader: "ts" },
    plugins: [atOnce],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

/** The schemes of signatures: the files that a scheme's name leads to. */
const schemes = ["token", "basic", "digest", "ed25519", "ecdsa", "rsa", "jwt"];

/** A table of sizes, minified and gzipped, in thousands of bytes. */
export async function sizeTable(): Promise<string> {
  const known = globSync("*.ts", { cwd: join(core, "schemes") }).map((file) =>
    basename(file, ".ts"),
  );
  const missing = schemes.filter((scheme) => !known.includes(scheme));
  if (missing.length > 0) throw new Error(`there is no scheme ${missing.join()}`);
  const verify = `export { verify } from "./verify.ts";`;
  const base = await bytesOf(verify);
  const rows = [
    ["`verify`, with `hmac`", base],
    ["`verify` and `createReceiver`", await bytesOf(`${verify} export * from "./receiver.ts";`)],
  ] as [string, number][];
  for (const scheme of schemes) {
    const more = await bytesOf(`${verify} export * from "./schemes/${scheme}.ts";`);
    rows.push([`the scheme \`${scheme}\`, when a provider first needs it`, more - base]);
  }
  const lines = rows.map(([name, bytes]) => `| ${name} | ${kilobytes(bytes)} |`);
  return ["| | |", "|---|---:|", ...lines].join("\n");
}
