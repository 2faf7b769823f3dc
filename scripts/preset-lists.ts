/** The lists of all presets: the module that tools load, and the table that people read. */
import { execSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { camelCase, presetIds, root } from "./workspace.ts";

const dir = join(root, "packages/providers");

/** The source of `@hooks/providers/all`. */
export function presetIndex(): string {
  const entries = presetIds().map((id) => {
    const key = /^[a-z][a-z0-9]*$/.test(id) ? id : `"${id}"`;
    return `  ${key}: () => import("./${id}.ts").then((module) => module.${camelCase(id)}),`;
  });
  return formatted([
    "// Written by `pnpm generate`.",
    'import type { Provider } from "@hooks/core";',
    "",
    "/** Every preset by its id, each loaded when it is asked for. For tools; an app imports the preset itself. */",
    "export const providers: Readonly<Record<string, () => Promise<Provider>>> = {",
    ...entries,
    "};",
  ]);
}

/** As Biome prints it, for it checks this file too. */
function formatted(lines: readonly string[]): string {
  return execSync("biome format --stdin-file-path=packages/providers/src/all.ts", {
    cwd: root,
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
  });
}

/** How well a preset is proven: by vectors of the provider's own, or by none. */
function proof(id: string): string {
  const file = join(dir, `vectors/${id}.json`);
  if (!existsSync(file)) return "*unproven*";
  const vectors = JSON.parse(readFileSync(file, "utf8")) as readonly { readonly origin: string }[];
  const published = vectors.filter(({ origin }) => origin.startsWith("https://")).length;
  const captured = vectors.filter(({ origin }) => origin.startsWith("captured ")).length;
  const found = [published && `${published} published`, captured && `${captured} captured`];
  return found.filter(Boolean).join(", ") || "*unproven*";
}

/** A Markdown table with one line for each preset. */
export async function presetTable(): Promise<string> {
  const lines = await Promise.all(
    presetIds().map(async (id) => {
      const module = await import(join(dir, `src/${id}.ts`));
      const { name, docs } = module[camelCase(id)];
      return `| [${name}](${docs}) | \`@hooks/providers/${id}\` | \`${camelCase(id)}\` | ${proof(id)} |`;
    }),
  );
  return ["| Provider | Import from | Name | Vectors |", "|---|---|---|---|", ...lines].join("\n");
}
