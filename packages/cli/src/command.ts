import { type ParseArgsConfig, parseArgs } from "node:util";
import { usageError } from "./usage-error.ts";

/** An option of a command, as its help shows it. */
export interface CommandOption {
  readonly type: "string" | "boolean";
  readonly multiple?: true;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
}

/** What a command was given. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
  /** A whole number. */
  readonly number: (name: string, fallback: number, least: number, most: number) => number;
}

/** One command: what its help says, and what it does. */
export interface Command {
  /** What follows the command's name. */
  readonly usage: string;
  readonly about: string;
  /** How many words it takes. */
  readonly words: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, CommandOption>>;
  readonly examples: readonly string[];
  /** @returns the exit code: 0, or 1 where something was refused or has failed */
  readonly run: (args: Arguments) => Promise<number>;
}

const help: CommandOption = { type: "boolean", help: "show this help" };

/**
 * Reads the arguments of a command.
 *
 * @returns `undefined` where its help is asked for
 * @throws WebhookError `option_invalid` for what the command does not know
 */
export function readArguments(
  { options, words }: Command,
  args: readonly string[],
): Arguments | undefined {
  const config: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, { type, multiple = false }] of Object.entries({ ...options, help })) {
    config[name] = { type, multiple };
  }
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options: config, allowPositionals: true });
  } catch (error) {
    throw usageError((error as Error).message);
  }
  const { values, positionals } = parsed;
  if (values["help"]) return undefined;
  if (positionals.length < words[0]) throw usageError("something is missing: see --help");
  const [extra] = positionals.slice(words[1]);
  if (extra !== undefined) throw usageError("there are more words than this command takes");
  const texts = (name: string): string[] =>
    [values[name] ?? []].flat().filter((value) => typeof value === "string");
  const text = (name: string): string | undefined => texts(name).at(-1);
  return {
    positionals,
    text,
    texts,
    flag: (name) => values[name] === true,
    number: (name, fallback, least, most) => {
      const given = text(name);
      if (given === undefined) return fallback;
      const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      if (value >= least && value <= most) return value;
      throw usageError(`--${name} is a whole number from ${least} to ${most}`);
    },
  };
}

/** The help of a command. */
export function helpOf(name: string, { usage, about, options, examples }: Command): string {
  const entries = Object.entries({ ...options, help }).map(
    ([key, { value, help: text, multiple }]) =>
      [
        `--${key}${value ? ` <${value}>` : ""}`,
        multiple ? `${text}; may be repeated` : text,
      ] as const,
  );
  const width = Math.max(...entries.map(([key]) => key.length)) + 2;
  return [
    `${about}\n`,
    `Usage: hooks ${name} ${usage}\n`,
    "Options:",
    ...entries.map(([key, text]) => `  ${key.padEnd(width)}${text}`),
    "\nExamples:",
    ...examples.map((example) => `  hooks ${name} ${example}`),
    "\nExit codes: 0 done, 1 refused or failed, 2 wrong usage",
  ].join("\n");
}
