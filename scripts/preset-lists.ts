/** The lists of all presets: the module that tools load, and the table that people read. */
import { execSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Field, Form, Provider } from "@hooks/core";
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

interface Vector {
  readonly origin: string;
  readonly expect: { readonly error?: string };
}

/** How well a preset is proven: by genuine deliveries that are not of our own making, or by none. */
function proof(id: string): string {
  const file = join(dir, `vectors/${id}.json`);
  if (!existsSync(file)) return "*unproven*";
  const vectors = JSON.parse(readFileSync(file, "utf8")) as readonly Vector[];
  const found = vectors.filter(({ origin }) => origin !== "generated");
  // A refusal alone proves nothing: a preset that refuses everything would pass it.
  if (found.every(({ expect }) => expect.error !== undefined)) return "*unproven*";
  const captured = found.filter(({ origin }) => origin.startsWith("captured ")).length;
  const published = found.length - captured;
  const counts = [published && `${published} published`, captured && `${captured} captured`];
  return counts.filter(Boolean).join(", ");
}

type NamedForm = readonly [name: string, form: Form];

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

const contentsOf = ({ signature }: Form): readonly string[] =>
  list(signature).map((one) => ("content" in one ? one.content : ""));

function scheme(form: Form): string {
  const names = list(form.signature).map((one) =>
    one.scheme === "hmac"
      ? `HMAC ${one.hash}, ${one.encoding}`
      : one.scheme.replace("ed25519", "Ed25519"),
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

const signsBody = (form: Form): boolean =>
  contentsOf(form).every((content) => content.includes("{body}"));

/** What stands for a field in a template that covers it. */
function nameOf(field: Field, inHeader: string): string {
  if ("header" in field) return inHeader;
  return "query" in field ? "{url}" : "{body}";
}

/** Does the signature cover the id? One that the provider does not give is the body's digest. */
function signsId({ deliveryId = [] }: Provider, form: Form): boolean {
  const names = ["{body}", ...list(deliveryId).map((field) => nameOf(field, "{id}"))];
  return contentsOf(form).every((content) => names.every((name) => content.includes(name)));
}

function signsTime({ timestamp, ...form }: Form): boolean {
  if (timestamp === undefined) return false;
  const name = nameOf(timestamp, "{timestamp}");
  return contentsOf(form).every((content) => content.includes(name));
}

/** What keeps a captured delivery from being sent again, given a store. */
function replay(provider: Provider, form: Form): string {
  if (!signsBody(form)) return "no";
  const isIdSigned = signsId(provider, form);
  if (!signsTime(form)) return `while remembered${isIdSigned ? "" : ", by body"}`;
  return isIdSigned ? "yes" : `after ${form.timestamp?.tolerance ?? 300} s; by body, yes`;
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
