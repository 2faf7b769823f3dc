import { RootCommand } from "@bomb.sh/tab";
import { sampleEvents } from "@hooks/testing";
import type { Command } from "./command.ts";
import { presetIds } from "./preset.ts";
import { recordStatuses } from "./recorded.ts";

/** What is needed of each command. */
type Entries = Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>
>;

/** What the values of options are, where there is a list of them. */
const values: Readonly<Record<string, readonly string[]>> = {
  framework: ["express", "fastify", "hono", "next"],
  store: ["memory", "redis", "dynamodb"],
  format: ["headers", "curl", "json", "http"],
  status: recordStatuses,
};

type Offer = (complete: (value: string, description: string) => void) => void;

const offer =
  (list: readonly string[]): Offer =>
  (complete) => {
    for (const one of list) complete(one, "");
  };

/** What stands at each place of a command, by the words of its usage. */
function offersFor(usage: string, types: readonly string[]): readonly Offer[] {
  const words =
    usage
      .match(/^[^-]*/)?.[0]
      .trim()
      .split(/\s+/) ?? [];
  return words.map((word) => {
    if (/^[<[]provider[>\]]$/.test(word)) return offer(presetIds());
    if (word === "[type]") return offer(types);
    return offer(/^[a-z|]+$/.test(word) ? word.split("|") : []);
  });
}

/** Answers what a shell asks: what may follow these words. */
export async function answerShell(words: readonly string[], commands: Entries): Promise<void> {
  const root = new RootCommand();
  const [name = "", provider = ""] = words.filter((word) => !word.startsWith("-"));
  for (const [one, { summary, load }] of Object.entries(commands)) {
    const entry = root.command(one, summary);
    // Of the others, the name will do.
    if (one !== name || words.length < 2) continue;
    const { options, usage } = await load();
    for (const [option, { type, help }] of Object.entries(options)) {
      if (type === "boolean") entry.option(option, help);
      else
        entry.option(
          option,
          help,
          offer(option === "providers" ? presetIds() : (values[option] ?? [])),
        );
    }
    const types = Object.keys(await sampleEvents({ id: provider })).filter((type) => type !== "*");
    for (const [i, of] of offersFor(usage, types).entries()) entry.argument(String(i), of);
  }
  root.parse([...words]);
}
