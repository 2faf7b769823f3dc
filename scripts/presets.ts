/** Everything that the repository knows of a preset: its literal, the comment above it, its vectors and its notes. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Form, Provider } from "@hooks/core";
import { camelCase, presetIds, root } from "./workspace.ts";

const dir = join(root, "packages/providers");

export interface Vector {
  readonly name: string;
  readonly origin: string;
  readonly expect: { readonly id?: string; readonly type?: string; readonly error?: string };
}

/** What is known of a provider and decides nothing: `packages/providers/notes/<id>.json`, which may be missing. */
export interface Notes {
  /** Where the secret is found. */
  readonly secret?: string;
  /** How often and when a delivery that failed is sent again; short, for it stands in a table. */
  readonly retries?: string;
  /** Seconds that the provider waits for the answer. */
  readonly answerWithin?: number;
  /** What the provider takes for success, where that is not any 2xx. */
  readonly answer?: string;
  /** What keeps a captured delivery from being sent again, where a function of the preset makes what is signed. */
  readonly replay?: string;
  /** A sentence each. */
  readonly quirks?: readonly string[];
  /** Which of these the provider's documentation was not seen to say. */
  readonly unconfirmed?: readonly string[];
}

export interface Preset {
  readonly id: string;
  readonly provider: Provider;
  /** By name; a provider with one form has it under `""`. */
  readonly forms: readonly (readonly [name: string, form: Form])[];
  /** The paragraphs of the comment above the literal, without the address of the documentation. */
  readonly comment: readonly string[];
  readonly vectors: readonly Vector[];
  readonly notes: Notes;
}

const kinds: Readonly<Record<keyof Notes, (value: unknown) => boolean>> = {
  secret: isSentence,
  retries: (value) => typeof value === "string" && value !== "" && value.length <= 40,
  answerWithin: (value) => typeof value === "number" && value > 0,
  answer: (value) => typeof value === "string" && value !== "",
  replay: (value) => /^(yes|no|after \d+ s|while remembered(, by body)?)$/.test(String(value)),
  quirks: (value) => Array.isArray(value) && value.length > 0 && value.every(isSentence),
  unconfirmed: (value) => Array.isArray(value) && value.length > 0,
};

function isSentence(value: unknown): boolean {
  return typeof value === "string" && /^\S.*\.$/.test(value);
}

/** Reads notes, of which a misspelt or an empty one would else be missing without a word. */
export function readNotes(id: string, text: string): Notes {
  const notes = JSON.parse(text) as Notes;
  for (const [key, value] of Object.entries(notes)) {
    const isGood = kinds[key as keyof Notes];
    if (!Object.hasOwn(kinds, key)) throw new Error(`notes/${id}.json: there is no "${key}"`);
    if (!isGood(value)) throw new Error(`notes/${id}.json: "${key}" is not as it should be`);
  }
  const unsaid = notes.unconfirmed?.find((key) => notes[key as keyof Notes] === undefined);
  if (unsaid) throw new Error(`notes/${id}.json: "${unsaid}" is unconfirmed, and not there`);
  return notes;
}

/** The paragraphs of the comment above a literal. The address at the end of the first is the documentation's. */
export function readComment(source: string, name: string): readonly string[] {
  const before = source.slice(0, source.indexOf(`export const ${name}:`));
  const [, comment = ""] = /.*\/\*\*(.*?)\*\/\s*$/s.exec(before) ?? [];
  return comment
    .replaceAll(/^ *\* ?/gm, "")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
    .map((paragraph, index) => (index === 0 ? paragraph.replace(/:? ?https:\S+$/, "") : paragraph))
    .map((paragraph) => paragraph.replace(/(?<=[^.])$/, "."))
    .filter((paragraph) => paragraph !== "" && paragraph !== ".");
}

function textOf(file: string): string | undefined {
  const path = join(dir, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

async function load(id: string): Promise<Preset> {
  const name = camelCase(id);
  const provider: Provider = (await import(join(dir, `src/${id}.ts`)))[name];
  return {
    id,
    provider,
    forms: Object.entries(provider.forms ?? { "": provider }),
    comment: readComment(textOf(`src/${id}.ts`) ?? "", name),
    vectors: JSON.parse(textOf(`vectors/${id}.json`) ?? "[]"),
    notes: readNotes(id, textOf(`notes/${id}.json`) ?? "{}"),
  };
}

/** All presets, by id. */
export function loadPresets(): Promise<readonly Preset[]> {
  return Promise.all(presetIds().map(load));
}
