import type { Field, Form, Provider, Signature } from "@hooks/core";
import type { Arguments, Command } from "./command.ts";
import { loadPreset, presetIds, secretVariable } from "./preset.ts";
import { provenByCrossCheck, provenByVectors } from "./proven-presets.ts";
import { print } from "./terminal.ts";

function schemeOf(signature: Signature): string {
  const hash = "hash" in signature ? ` ${signature.hash}` : "";
  const encoding = "encoding" in signature ? ` ${signature.encoding}` : "";
  const keys = "keys" in signature ? ", published keys" : "";
  return `${signature.scheme}${hash}${encoding}${keys}`;
}

function placeOf(field: Field): string {
  const [[kind = "", name] = []] = Object.entries(field);
  return kind === "header" ? String(name) : `${kind} ${name}`;
}

/** What is told of a form. */
interface FormFacts {
  readonly form?: string;
  readonly schemes: readonly string[];
  readonly signature: readonly string[];
  readonly toleranceSeconds?: number;
}

/** What is told of a provider. */
interface ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly secretVariable: string;
  readonly handshake: boolean;
  /** What shows that it is right about the provider: nothing, where its own signer alone agrees with it. */
  readonly proven: readonly string[];
  readonly forms: readonly FormFacts[];
}

function factsOf(provider: Provider): ProviderFacts {
  const { id, name, docs, handshake } = provider;
  const forms: [string, Form][] = provider.forms
    ? Object.entries(provider.forms)
    : [["", provider]];
  return {
    id,
    name,
    docs,
    secretVariable: secretVariable(id),
    handshake: handshake !== undefined,
    proven: [
      ...(provenByVectors.includes(id) ? ["published deliveries"] : []),
      ...(provenByCrossCheck.includes(id) ? ["the provider's own library"] : []),
    ],
    forms: forms.map(([form, { signature, timestamp }]) => {
      const signatures: readonly Signature[] = [signature].flat();
      const places = signatures.flatMap((one) =>
        "field" in one ? [one.field].flat().map(placeOf) : ["authorization"],
      );
      return {
        ...(form !== "" && { form }),
        schemes: [...new Set(signatures.map(schemeOf))],
        signature: [...new Set(places)],
        ...(timestamp?.tolerance !== undefined && { toleranceSeconds: timestamp.tolerance }),
      };
    }),
  };
}

async function run(args: Arguments): Promise<number> {
  const [only] = args.positionals;
  const ids = only === undefined ? presetIds() : [only];
  const all = (await Promise.all(ids.map(loadPreset))).map(factsOf);
  if (args.flag("json")) {
    for (const facts of all) print(JSON.stringify(facts));
    return 0;
  }
  if (only === undefined) {
    const width = Math.max(...all.map(({ id }) => id.length)) + 2;
    for (const { id, forms, proven } of all) {
      const schemes = [...new Set(forms.flatMap((form) => form.schemes))].join(" or ");
      print(id.padEnd(width) + schemes + (proven.length > 0 ? "" : " (unproven)"));
    }
    return 0;
  }
  for (const { id, name, docs, secretVariable: variable, handshake, forms, proven } of all) {
    print(`${name} (${id})\n  documentation  ${docs}\n  secret         $${variable}`);
    print(`  handshake      ${handshake ? "yes" : "no"}`);
    print(`  proven by      ${proven.join(", ") || "nothing yet: see its page"}`);
    for (const { form, schemes, signature, toleranceSeconds } of forms) {
      if (form !== undefined) print(`  form           ${form}`);
      print(`  scheme         ${schemes.join(" or ")}\n  signature in   ${signature.join(", ")}`);
      if (toleranceSeconds !== undefined) print(`  tolerance      ${toleranceSeconds} s`);
    }
  }
  return 0;
}

/** `hooks providers`: lists the providers, or describes one. */
export const providersCommand: Command = {
  usage: "[provider] [options]",
  about:
    "Lists the providers, or describes one: its scheme, its headers, its handshake, its proof.",
  words: [0, 1],
  options: { json: { type: "boolean", help: "one line of JSON for each provider" } },
  examples: ["", "stripe", "--json"],
  run,
};
