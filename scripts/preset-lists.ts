/** The lists of all presets: the module that tools load, and the table that people read. */
import { execSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Form, Provider } from "@hooks/core";
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

type NamedForm = readonly [name: string, form: Form];

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

const contentsOf = ({ signature }: Form): readonly string[] =>
  list(signature).map((one) => ("content" in one ? one.content : ""));

function scheme(form: Form): string {
  const names = list(form.signature).map((one) =>
    one.scheme === "hmac" ? `HMAC ${one.hash}, ${one.encoding}` : one.scheme,
  );
  return [...new Set(names)].join(" or ");
}

function header({ signature }: Form): string {
  const names = list(signature).flatMap((one) =>
    "field" in one
      ? list(one.field).map((field) => ("header" in field ? field.header : "body"))
      : [],
  );
  return [...new Set(names)].map((name) => `\`${name}\``).join(", ");
}

/** Does the signature cover the id? One that the provider does not give is the body's digest, which it does. */
function signsId({ deliveryId = [] }: Provider, form: Form): boolean {
  return contentsOf(form).every((content) =>
    list(deliveryId).every((field) => content.includes("header" in field ? "{id}" : "{body}")),
  );
}

const signsTime = (form: Form): boolean =>
  form.timestamp !== undefined &&
  contentsOf(form).every((content) => content.includes("{timestamp}"));

/** What a captured delivery is good for. */
function replay(provider: Provider, form: Form): string {
  const window = `${form.timestamp?.tolerance ?? 300} s`;
  if (signsTime(form)) return signsId(provider, form) ? "yes" : `after ${window}`;
  return signsId(provider, form) ? "while remembered" : 'with `claimBy: "body"`, while remembered';
}

/** A Markdown table with one line for each form of each preset. */
export async function presetTable(): Promise<string> {
  const lines = await Promise.all(
    presetIds().map(async (id) => {
      const module = await import(join(dir, `src/${id}.ts`));
      const provider: Provider = module[camelCase(id)];
      const forms: readonly NamedForm[] = Object.entries(provider.forms ?? { "": provider });
      return forms.map(([name, form]) =>
        [
          "",
          `[${provider.name}](${provider.docs})${name && `, ${name}`}`,
          `\`${id}\``,
          scheme(form),
          header(form),
          signsTime(form) ? "yes" : "no",
          signsId(provider, form) ? "yes" : "no",
          replay(provider, form),
          proof(id),
          "",
        ]
          .join(" | ")
          .trim(),
      );
    }),
  );
  return [
    "| Provider | Id | Scheme | Signature in | Time signed | Id signed | Replay-proof | Published vectors |",
    "|---|---|---|---|---|---|---|---|",
    ...lines.flat(),
  ].join("\n");
}
