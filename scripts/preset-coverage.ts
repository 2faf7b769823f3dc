/** How well presets are proven; as a command, prints it: `pnpm coverage`. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPresets, type Preset, type Vector } from "./presets.ts";
import { root } from "./workspace.ts";

/**
 * The presets that a provider's own library is run against, both ways: those that a file of `conformance/peers`
 * imports from `@hooks/providers/<id>`, or names as its `provider`.
 */
export function crossChecked(sources: readonly string[]): ReadonlySet<string> {
  const named = /@hooks\/providers\/([a-z0-9-]+)["']|\bprovider: ["']([a-z0-9-]+)["']/g;
  return new Set(
    sources.flatMap((text) => Array.from(text.matchAll(named), ([, a, b]) => a ?? b ?? "")),
  );
}

/** Does a file run a library that is no provider's own? It shows that tokens are right, and not that they are the provider's. */
const isForeign = (text: string): boolean => text.includes('load("jose")');

/** {@link crossChecked} for the files that there are. */
export function peersOf(): ReadonlySet<string> {
  const files = globSync("conformance/peers/**/*.ts", {
    cwd: root,
    exclude: (path) => path.endsWith("node_modules"),
  });
  const sources = files.map((file) => readFileSync(join(root, file), "utf8"));
  return crossChecked(sources.filter((text) => !isForeign(text)));
}

export interface Proof {
  /** Deliveries that others published, or that were captured. None, where all of them are refused. */
  readonly vectors: readonly Vector[];
  readonly isCrossChecked: boolean;
}

export function proofOf({ id, vectors }: Preset, peers: ReadonlySet<string>): Proof {
  const found = vectors.filter(({ origin }) => origin !== "generated");
  // A refusal alone proves nothing: a preset that refuses everything would pass it.
  const isProof = found.some(({ expect }) => expect.error === undefined);
  return { vectors: isProof ? found : [], isCrossChecked: peers.has(id) };
}

/** An origin's short name: a repository, or a host. */
function label(origin: string): string {
  if (!URL.canParse(origin)) return origin;
  const { host, pathname } = new URL(origin);
  if (!/^(raw\.githubusercontent|(www\.)?github)\.com$/.test(host)) return host.replace("www.", "");
  return pathname.split("/").slice(1, 3).join("/");
}

/** Where a vector is from, as Markdown. */
export const originOf = (origin: string): string =>
  URL.canParse(origin) ? `[${label(origin)}](${origin})` : origin;

/** How many vectors prove a preset, and whose they are. */
export function proofText({ vectors, isCrossChecked }: Proof): string {
  const origins = new Map(vectors.map(({ origin }) => [label(origin), origin]));
  const [first, ...others] = [...origins.values()].map(originOf);
  const published =
    first && `${vectors.length} from ${first}${others.length > 0 ? " and others" : ""}`;
  return [published, isCrossChecked && "cross-checked"].filter(Boolean).join("; ") || "*unproven*";
}

export interface Coverage {
  readonly presets: number;
  readonly byVectors: readonly string[];
  readonly byCrossCheck: readonly string[];
  readonly unproven: readonly string[];
}

export function coverageOf(presets: readonly Preset[], peers: ReadonlySet<string>): Coverage {
  const proofs = presets.map((preset) => ({ id: preset.id, ...proofOf(preset, peers) }));
  const ids = (isMeant: (proof: Proof) => boolean): readonly string[] =>
    proofs.filter(isMeant).map(({ id }) => id);
  return {
    presets: presets.length,
    byVectors: ids(({ vectors }) => vectors.length > 0),
    byCrossCheck: ids(({ isCrossChecked }) => isCrossChecked),
    unproven: ids(({ vectors, isCrossChecked }) => vectors.length === 0 && !isCrossChecked),
  };
}

/** One sentence; a preset can be proven in both ways. */
export function coverageText({ presets, byVectors, byCrossCheck, unproven }: Coverage): string {
  return [
    `${presets} presets: ${byVectors.length} proven by published vectors`,
    `${byCrossCheck.length} by a cross-check with the provider's own library`,
    `${unproven.length} unproven`,
  ].join(", ");
}

if (import.meta.main) {
  const coverage = coverageOf(await loadPresets(), peersOf());
  console.log(coverageText(coverage));
  const { byVectors, byCrossCheck, unproven } = coverage;
  for (const [name, ids] of Object.entries({ byVectors, byCrossCheck, unproven })) {
    const title = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    console.log(`\n${title}: ${ids.join(", ") || "none"}`);
  }
}
