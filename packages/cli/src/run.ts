import { complain, paint, print, printable } from "./terminal.ts";
import { version } from "./version.ts";

async function overview(): Promise<string> {
  const { commands } = await import("./commands.ts");
  return [
    "Webhooks from the command line.\n",
    "Usage: hooks <command> [options]\n",
    "Commands:",
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`),
    "\nOptions:",
    "  --help      show this help, or that of a command",
    "  --version   show the version",
    "\nExamples:",
    "  hooks init --framework express --providers stripe,attio --store memory",
    "  hooks trigger stripe invoice.paid --url http://localhost:3000/webhooks/stripe",
    "  hooks listen github --port 4000 --forward-to http://localhost:3000/webhooks/github",
    "  hooks replay --since 10m --status failed",
    "\nA secret is taken from --secret, or from <PROVIDER>_WEBHOOK_SECRET in the environment.",
    "Exit codes: 0 done, 1 refused or failed, 2 wrong usage",
  ].join("\n");
}

/** The message, where an error is meant for the user. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "something failed";
  const { code } = error as { code?: unknown };
  const isNamed = typeof code === "string" && error.name === "WebhookError";
  return isNamed && code !== error.message && code !== "option_invalid"
    ? `${code}: ${error.message}`
    : error.message;
}

/**
 * Runs one command, writing to standard output and standard error.
 *
 * @param args what follows the program's name
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage
 */
export async function run(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  if (name === "--version") {
    print(version());
    return 0;
  }
  if (name === "--help" || name === "help" || name === "") {
    const text = await overview();
    if (name !== "") print(text);
    else complain(text);
    return name === "" ? 2 : 0;
  }
  const { commands } = await import("./commands.ts");
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    complain("hooks: there is no such command; see hooks --help");
    return 2;
  }
  if (name === "complete" && rest[0] === "--") {
    // What a shell asks about are words, and no options of this command.
    const { answerShell } = await import("./answer-shell.ts");
    await answerShell(rest.slice(1), commands);
    return 0;
  }
  const { helpOf, readArguments } = await import("./command.ts");
  try {
    const command = await entry.load();
    const given = readArguments(command, rest);
    if (given !== undefined) return await command.run(given);
    print(helpOf(name, command));
    return 0;
  } catch (error) {
    complain(`${paint("bold", `hooks ${name}:`)} ${printable(messageOf(error))}`);
    return (error as { code?: unknown })?.code === "option_invalid" ? 2 : 1;
  }
}
