/** The lists of all presets: the module that tools load, and the tables that people read. */
import { execSync } from "node:child_process";
import { type Coverage, coverageText, proofOf, proofText } from "./preset-coverage.ts";
import * as facts from "./preset-facts.ts";
import type { Preset } from "./presets.ts";
import { camelCase, root } from "./workspace.ts";

/** The source of `@hooks/providers/all`. */
export function presetIndex(presets: readonly Preset[]): string {
  const entries = presets.map(({ id }) => {
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

/** The source of what the command line knows of proofs. */
export function proofList({ byVectors, byCrossCheck }: Coverage): string {
  return formatted([
    "// Written by `pnpm generate`.",
    "/** The ids of the presets that deliveries published by others prove. */",
    `export const provenByVectors: readonly string[] = ${JSON.stringify(byVectors)};`,
    "",
    "/** The ids of those that the provider's own library was found to agree with. */",
    `export const provenByCrossCheck: readonly string[] = ${JSON.stringify(byCrossCheck)};`,
  ]);
}

/** As Biome prints it, for it checks these files too. */
function formatted(lines: readonly string[]): string {
  return execSync("biome format --stdin-file-path=packages/providers/src/all.ts", {
    cwd: root,
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
  });
}

/** A Markdown table. */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), `|${"---|".repeat(titles.length)}`, ...rows.map(line)].join("\n");
}

/** One line for each form of each preset, with the cells that are asked for. */
function tableOf(
  presets: readonly Preset[],
  peers: ReadonlySet<string>,
  pages: string,
  titles: readonly (keyof ReturnType<typeof cellsOf>)[],
): string {
  const rows = presets.flatMap((preset) =>
    preset.forms.map((form) => {
      const cells = cellsOf(preset, form, peers, pages);
      return titles.map((title) => cells[title]);
    }),
  );
  return markdownTable(titles, rows);
}

function cellsOf(
  preset: Preset,
  [name, form]: Preset["forms"][number],
  peers: ReadonlySet<string>,
  pages: string,
) {
  const { id, provider } = preset;
  return {
    Provider: `[${provider.name}](${pages}/${id}.md)${name && `, ${name}`}`,
    Id: facts.code(id),
    Scheme: facts.scheme(form),
    Headers: facts.headers(provider, form),
    Handshake: facts.handshakes(provider),
    Retries: facts.retries(preset),
    "Answer within": facts.answerWithin(preset),
    "Replay-proof": facts.replay(preset, form),
    Proof: proofText(proofOf(preset, peers)),
  };
}

/** The table for a README, with the pages in a folder relative to it. */
export function compactTable(
  presets: readonly Preset[],
  peers: ReadonlySet<string>,
  pages: string,
): string {
  return tableOf(presets, peers, pages, ["Provider", "Id", "Scheme", "Replay-proof", "Proof"]);
}

/** `docs/providers.md`: all that is known, in a line each. */
export function providersPage(
  presets: readonly Preset[],
  peers: ReadonlySet<string>,
  coverage: Coverage,
): string {
  const titles = [
    ...(["Provider", "Id", "Scheme", "Headers", "Handshake", "Retries"] as const),
    ...(["Answer within", "Replay-proof", "Proof"] as const),
  ];
  return `# Providers

<!-- Written by \`pnpm generate\`. -->

${coverageText(coverage)}. Each name leads to a page with the secret, the quirks and the vectors.
Those that have none, and why, are in [Providers without a preset](providers-without-preset.md).

- **Headers**: those of the signature, the time, the id and the type, in this order.
- **Handshake**: how the provider finds out who owns the endpoint; the receiver answers it.
- **Retries**: how often a delivery that failed is sent again. **Answer within**: how long the provider waits. A
  \`–\` is not known, and a (?) was not found in the provider's own documentation.
- **Replay-proof**: what keeps somebody who captured a delivery from sending it again, given a store. \`yes\`: the store
  (by the signed id) until the signed time is too old, and the time from then on; \`after 300 s\`: only the time;
  \`while remembered\`: only the store; *by body*: with \`claimBy: "body"\`.
- **Proof**: deliveries that others published (the provider, its specification, a library in use) and by which the
  preset is tested, and the first one's origin; *cross-checked*: the provider's own library signs for it and verifies
  what it signs. A preset with neither is *unproven*: the literal and its vectors are of one understanding.

${tableOf(presets, peers, "providers", titles)}
`;
}
