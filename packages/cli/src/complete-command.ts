import { RootCommand } from "@bomb.sh/tab";
import type { Arguments, Command } from "./command.ts";
import { print } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

const shells = ["bash", "zsh", "fish"];

/** The script for a shell, which the library only prints. */
function scriptFor(shell: string): string {
  const { log } = console;
  const lines: string[] = [];
  console.log = (text: string) => lines.push(text);
  try {
    new RootCommand().setup("hooks", "hooks", shell);
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

async function run(args: Arguments): Promise<number> {
  const [shell = ""] = args.positionals;
  if (!shells.includes(shell)) throw usageError(`say one of ${shells.join(", ")}`);
  const script = scriptFor(shell);
  print(args.flag("json") ? JSON.stringify({ shell, script }) : script);
  return 0;
}

/** `hooks complete`: what a shell completes commands, options, providers and event types with. */
export const completeCommand: Command = {
  usage: "bash|zsh|fish",
  about: "Prints what lets a shell complete commands, options, providers and event types.",
  words: [1, 1],
  options: { json: { type: "boolean", help: "the script as JSON" } },
  examples: [
    "bash >> ~/.bashrc",
    "zsh > ~/.hooks.zsh",
    "fish > ~/.config/fish/completions/hooks.fish",
  ],
  run,
};
