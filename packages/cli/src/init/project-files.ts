import { usageError } from "../usage-error.ts";
import { dependenciesOf, type Ranges } from "./dependencies.ts";
import { publishing } from "./framework-files.ts";
import type { Starter, StarterFile } from "./starter.ts";
import { variablesOf } from "./webhook-files.ts";

type Json = Record<string, unknown>;

const nodeScripts = (starter: Starter): Ranges => ({
  dev: `node --watch --env-file-if-exists=.env src/${publishing(starter).length > 0 ? "dev" : "server"}.ts`,
  start: "node --env-file-if-exists=.env src/server.ts",
});

const nextScripts = { dev: "next dev", build: "next build", start: "next start" };

/** What a file of settings holds, that is to be added to. @throws WebhookError `option_invalid` for no JSON object */
export function readManifest(text: string | undefined): Json {
  if (text === undefined) return {};
  let manifest: unknown;
  try {
    manifest = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // Said below.
  }
  if (typeof manifest === "object" && manifest !== null && !Array.isArray(manifest)) {
    return manifest as Json;
  }
  throw usageError("package.json holds no JSON object; nothing was written");
}

/** Adds what is not there; what is there stays as it is, in its order. */
function added(before: unknown, more: Ranges, ...elsewhere: readonly unknown[]): Json {
  const there = [before, ...elsewhere].map((one) => Object(one) as Json);
  const fresh = Object.entries(more).filter(
    ([name]) => !there.some((one) => Object.hasOwn(one, name)),
  );
  return { ...Object(before), ...Object.fromEntries(fresh) };
}

const sorted = (record: Json): Json =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** `package.json` with the scripts and the dependencies that were lacking. */
export function packageFile(
  starter: Starter,
  before: string | undefined,
  folder: string,
  own: string,
): StarterFile {
  const manifest = readManifest(before);
  const { dependencies, devDependencies } = dependenciesOf(starter, own);
  const scripts = {
    ...(starter.framework === "next" ? nextScripts : starter.hasApp ? {} : nodeScripts(starter)),
    // What a test that passes has logged is of no interest.
    test: "vitest run --silent=passed-only",
    typecheck: "tsc --noEmit",
  };
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const fresh = {
    name: name || "webhooks",
    version: "0.0.0",
    private: true,
    type: "module",
    engines: { node: ">=22.18" },
  };
  const { dependencies: ours, devDependencies: dev } = manifest;
  const merged = {
    ...(before === undefined ? fresh : manifest),
    scripts: added(manifest["scripts"], scripts),
    dependencies: sorted(added(ours, dependencies, dev)),
    devDependencies: sorted(added(dev, devDependencies, ours, dependencies)),
  };
  const indent = before?.match(/^[ \t]+(?=")/m)?.[0] ?? "  ";
  return { path: "package.json", text: `${JSON.stringify(merged, null, indent)}\n` };
}

/** `.env.example` with the variables that were lacking. */
export function environmentFile(starter: Starter, before = ""): StarterFile {
  const lacking = variablesOf(starter)
    .filter(([name]) => !new RegExp(`^#? *${name}=`, "m").test(before))
    .map(([name, what, docs]) => `# ${what}${docs ? `: ${docs}` : ""}\n${name}=\n`);
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  return { path: ".env.example", text: `${before}${gap}${lacking.join("")}` };
}

/** `.gitignore` with what must not be shared. */
export function ignoreFile({ framework }: Starter, before = ""): StarterFile {
  const wanted = ["node_modules/", ".env", ".hooks/", ...(framework === "next" ? [".next/"] : [])];
  const there = before.split(/\r?\n/).map((line) => line.trim().replaceAll(/^\/|\/$/g, ""));
  const lacking = wanted.filter((line) => !there.includes(line.replace(/\/$/, "")));
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  return { path: ".gitignore", text: before + gap + lacking.map((line) => `${line}\n`).join("") };
}

const strict = {
  target: "es2023",
  lib: ["es2023", "dom", "dom.iterable"],
  module: "preserve",
  moduleResolution: "bundler",
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

/** `tsconfig.json`, for a project that has none. */
export function compilerFile({ framework }: Starter): StarterFile {
  const settings =
    framework === "next"
      ? {
          compilerOptions: {
            ...strict,
            esModuleInterop: true,
            isolatedModules: true,
            resolveJsonModule: true,
            incremental: true,
            allowJs: true,
            jsx: "react-jsx",
            plugins: [{ name: "next" }],
          },
          include: [
            "next-env.d.ts",
            "**/*.ts",
            "**/*.tsx",
            ".next/types/**/*.ts",
            ".next/dev/types/**/*.ts",
          ],
          exclude: ["node_modules"],
        }
      : {
          compilerOptions: {
            ...strict,
            erasableSyntaxOnly: true,
            allowImportingTsExtensions: true,
          },
          include: ["src", "test"],
        };
  // Short lists on one line, as people write them.
  const text = JSON.stringify(settings, null, 2).replaceAll(
    /^( *"\w+": )\[\n\s+("[^\]]+")\n\s+\]/gm,
    (whole, key: string, items: string) => {
      const line = `${key}[${items.replaceAll(/,\n\s+/g, ", ")}]`;
      return line.length < 100 ? line : whole;
    },
  );
  return { path: "tsconfig.json", text: `${text}\n` };
}
