import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Arguments, Command } from "./command.ts";
import { usageError } from "./usage-error.ts";

const script = "scripts/new-provider.ts";

function isClone(dir: string): boolean {
  try {
    const { name } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as {
      readonly name?: unknown;
    };
    return name === "hooks" && existsSync(join(dir, script));
  } catch {
    return false;
  }
}

/** The clone of the repository that a folder is in. */
function cloneAround(dir: string): string | undefined {
  if (isClone(dir)) return dir;
  return dirname(dir) === dir ? undefined : cloneAround(dirname(dir));
}

const answers = ["name", "docs", "where", "signed", "secret"];

async function run(args: Arguments): Promise<number> {
  const [what, id = ""] = args.positionals;
  if (what !== "provider") throw usageError("say new provider <id>");
  const root = cloneAround(process.cwd());
  if (root === undefined) {
    const where = "a clone of https://github.com/hooks-sdk/hooks";
    throw usageError(`a provider is added in ${where}; a literal of your own needs no command`);
  }
  const given = answers.flatMap((name) => {
    const text = args.text(name);
    return text === undefined ? [] : [`--${name}=${text}`];
  });
  const isJson = args.flag("json") ? ["--json"] : [];
  const PATH = [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  // The repository's own command, so that there is one, and of the clone's version.
  const child = spawn(process.execPath, [join(root, script), ...given, ...isJson, "--", id], {
    cwd: root,
    env: { ...process.env, PATH },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0 ? 0 : 1;
}

/** `hooks new`: for contributors, the two files of a provider. */
export const newCommand: Command = {
  usage: "provider <id> [options]",
  about: [
    "Writes the two files of a provider into a clone of the repository, and what follows from them.",
    "Asks for what no option says, as npm run new:provider does.",
  ].join("\n"),
  words: [2, 2],
  options: {
    name: { type: "string", value: "name", help: "what it is called" },
    docs: { type: "string", value: "url", help: "the page that describes the signature" },
    where: { type: "string", value: "text", help: "where a delivery says what" },
    signed: { type: "string", value: "text", help: "what is signed, and how" },
    secret: { type: "string", value: "text", help: "how the secret becomes the key" },
    json: {
      type: "boolean",
      help: "one line of JSON for each file; the questions go to standard error",
    },
  },
  examples: ["provider acme", "provider acme --name Acme --docs https://acme.example/docs"],
  run,
};
