import { RootCommand } from "@bomb.sh/tab";
import type { Arguments, Command } from "./command.ts";
import { usageError } from "./usage-error.ts";

const shells = ["bash", "zsh", "fish"];

async function run(args: Arguments): Promise<number> {
  const [shell = ""] = args.positionals;
  if (!shells.includes(shell)) throw usageError(`say one of ${shells.join(", ")}`);
  new RootCommand().setup("hooks", "hooks", shell);
  return 0;
}

/** `hooks complete`: what a shell completes commands, options, providers and event types with. */
export const completeCommand: Command = {
  usage: "bash|zsh|fish",
  about: "Prints what lets a shell complete commands, options, providers and event types.",
  words: [1, 1],
  options: {},
  examples: [
    "bash >> ~/.bashrc",
    "zsh > ~/.hooks.zsh",
    "fish > ~/.config/fish/completions/hooks.fish",
  ],
  run,
};
