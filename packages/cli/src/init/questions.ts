import { autocompleteMultiselect, confirm, isCancel, select } from "@clack/prompts";
import type { Arguments } from "../command.ts";
import { loadPreset, presetIds } from "../preset.ts";
import { usageError } from "../usage-error.ts";
import type { Framework, StoreName } from "./starter.ts";

const frameworks: Readonly<Record<Framework, string>> = {
  express: "Express",
  fastify: "Fastify",
  hono: "Hono",
  next: "Next.js (App Router)",
};

const stores: Readonly<Record<StoreName, string>> = {
  memory: "memory: one process",
  redis: "Redis or Valkey",
  dynamodb: "DynamoDB",
};

/** What was asked for. */
export interface Choices {
  readonly framework: Framework;
  readonly providers: readonly string[];
  readonly store: StoreName;
}

/** Is somebody there to be asked? */
export const isInteractive = (args: Arguments): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && !args.flag("yes");

/** @throws WebhookError `option_invalid` when the question was left with Ctrl-C */
function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw usageError("it was left, and nothing was written");
  return answer as Exclude<T, symbol>;
}

/** Asks whether a file may be replaced. */
export async function mayReplace(path: string): Promise<boolean> {
  const message = `${path} is there already. Replace it?`;
  return answered(await confirm({ message, initialValue: false }));
}

async function oneOf<Name extends string>(
  names: Readonly<Record<Name, string>>,
  option: "framework" | "store",
  args: Arguments,
  fallback: Name | undefined,
): Promise<Name> {
  const given = args.text(option);
  const all = Object.keys(names) as Name[];
  if (given !== undefined) {
    const found = all.find((name) => name === given);
    if (found === undefined) throw usageError(`--${option} is one of ${all.join(", ")}`);
    return found;
  }
  if (isInteractive(args)) {
    const options = all.map((value) => ({ value, label: names[value] as string }));
    const first = fallback ?? all[0];
    const message = option === "store" ? "What remembers deliveries?" : "Which framework?";
    const asked = { message, options: options as never, initialValue: first as never };
    return answered(await select<Name>(asked)) as Name;
  }
  if (fallback === undefined) throw usageError(`--${option} is one of ${all.join(", ")}`);
  return fallback;
}

async function providersOf(args: Arguments): Promise<readonly string[]> {
  const given = args.text("providers");
  if (given === undefined && !isInteractive(args)) {
    throw usageError("--providers says whose webhooks are received, such as stripe,attio");
  }
  const ids =
    given?.split(",").map((id) => id.trim()) ??
    answered(
      await autocompleteMultiselect({
        message: "Whose webhooks?",
        options: presetIds().map((value) => ({ value, label: value })),
        required: true,
        maxItems: 8,
      }),
    );
  if (ids.length > 50) throw usageError("--providers takes at most 50");
  for (const id of ids) await loadPreset(id);
  return [...new Set(ids)];
}

/** Takes from the options what they say, and asks for the rest where somebody is there. */
export async function choicesOf(
  args: Arguments,
  detected: Framework | undefined,
): Promise<Choices> {
  const framework = await oneOf(frameworks, "framework", args, detected);
  const providers = await providersOf(args);
  const store = await oneOf(stores, "store", args, args.flag("yes") ? "memory" : undefined);
  return { framework, providers, store };
}

/** The framework that a project has, going by its dependencies. */
export function frameworkIn(manifest: Readonly<Record<string, unknown>>): Framework | undefined {
  const { dependencies, devDependencies } = manifest;
  const names = { ...Object(dependencies), ...Object(devDependencies) };
  // Next first: its apps may well have another server beside them.
  return (["next", "express", "fastify", "hono"] as const).find((one) => Object.hasOwn(names, one));
}
