import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Arguments, Command } from "./command.ts";
import { frameworkFiles, publishing } from "./init/framework-files.ts";
import {
  compilerFile,
  environmentFile,
  ignoreFile,
  packageFile,
  readManifest,
} from "./init/project-files.ts";
import { choicesOf, frameworkIn, isInteractive, mayReplace } from "./init/questions.ts";
import type { Starter, StarterFile } from "./init/starter.ts";
import { starterProvider } from "./init/starter-provider.ts";
import { testFiles } from "./init/test-files.ts";
import { webhookFiles } from "./init/webhook-files.ts";
import { textIn, writeOne } from "./init/write-files.ts";
import { loadPreset } from "./preset.ts";
import { paint, print } from "./terminal.ts";
import { usageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** What became of a file. */
type Fate = "wrote" | "merged" | "kept" | "same";

interface Written {
  readonly path: string;
  readonly fate: Fate;
}

/** The event types of `--event provider:type` options, by provider. */
function eventsOf(args: Arguments, ids: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const events = new Map<string, readonly string[]>();
  for (const one of args.texts("event")) {
    const [, id = "", type = ""] = one.match(/^([^:]+):([^\r\n]{1,200})$/) ?? [];
    if (!ids.includes(id)) throw usageError("--event is provider:type, of one of --providers");
    events.set(id, [...(events.get(id) ?? []), type]);
  }
  return events;
}

/** What relative imports end in: a compiler that was set up before decides. */
function extensionIn(framework: Starter["framework"], compiler: string | undefined) {
  if (framework === "next") return "" as const;
  const takesTs = /"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/;
  return compiler === undefined || takesTs.test(compiler) ? (".ts" as const) : (".js" as const);
}

async function starterOf(
  dir: string,
  args: Arguments,
  manifest: Readonly<Record<string, unknown>>,
): Promise<Starter> {
  const detected = frameworkIn(manifest);
  const { framework, providers, store } = await choicesOf(args, detected);
  const events = eventsOf(args, providers);
  const hasApp = detected === framework;
  return {
    framework,
    store,
    providers: await Promise.all(
      providers.map(async (id) => starterProvider(await loadPreset(id), events.get(id) ?? [])),
    ),
    base: framework !== "next" || existsSync(join(dir, "src/app")) ? "src/" : "",
    extension: extensionIn(framework, textIn(dir, "tsconfig.json")),
    hasApp,
  };
}

/** Which files would be lost, if they were written. */
const taken = (dir: string, files: readonly StarterFile[]): readonly StarterFile[] =>
  files.filter(({ path, text }) => (textIn(dir, path) ?? text) !== text);

async function write(
  dir: string,
  files: readonly StarterFile[],
  merged: readonly StarterFile[],
  args: Arguments,
): Promise<readonly Written[]> {
  const conflicts = taken(dir, files);
  const isAsked = isInteractive(args) && !args.flag("force");
  if (conflicts.length > 0 && !isAsked && !args.flag("force")) {
    const names = conflicts.map(({ path }) => `  ${path}`).join("\n");
    throw usageError(`these are there already, and nothing was written; see --force:\n${names}`);
  }
  const replaced = new Map<string, boolean>();
  for (const { path } of conflicts) replaced.set(path, !isAsked || (await mayReplace(path)));
  const written: Written[] = [];
  for (const file of files) {
    const before = textIn(dir, file.path);
    const may = replaced.get(file.path);
    const fate: Fate = before === file.text ? "same" : may === false ? "kept" : "wrote";
    if (fate === "wrote") await writeOne(dir, file, may === true);
    written.push({ path: file.path, fate });
  }
  for (const file of merged) {
    const before = textIn(dir, file.path);
    const fate: Fate = before === file.text ? "same" : before === undefined ? "wrote" : "merged";
    if (fate !== "same") await writeOne(dir, file, before !== undefined);
    written.push({ path: file.path, fate });
  }
  return written;
}

/** How an app that is there already takes the routes in. */
const mounts: Readonly<Record<string, string>> = {
  express: 'app.use("/webhooks", webhooks(process.env)); // before any body parser',
  fastify: 'app.register(webhooks(process.env), { prefix: "/webhooks" });',
  hono: 'app.route("/webhooks", webhooks(process.env)); // before what reads bodies',
};

async function run(args: Arguments): Promise<number> {
  const dir = process.cwd();
  const before = textIn(dir, "package.json");
  const starter = await starterOf(dir, args, readManifest(before));
  const compiler = textIn(dir, "tsconfig.json") === undefined ? [compilerFile(starter)] : [];
  const files = [
    ...webhookFiles(starter),
    ...frameworkFiles(starter),
    ...testFiles(starter),
    ...compiler,
  ];
  const merged = [
    packageFile(starter, before, basename(dir), `^${version()}`),
    environmentFile(starter, textIn(dir, ".env.example")),
    ignoreFile(starter, textIn(dir, ".gitignore")),
  ];
  const written = await write(dir, files, merged, args);
  if (args.flag("json")) {
    for (const one of written) print(JSON.stringify(one));
    return 0;
  }
  for (const { path, fate } of written) {
    print(`${paint(fate === "kept" ? "yellow" : "green", fate.padEnd(7))} ${path}`);
  }
  print(`\n  npm install\n  npm test\n  cp .env.example .env   # and fill in the secrets`);
  const mount = starter.hasApp ? mounts[starter.framework] : undefined;
  if (mount) print(`\nThe routes are in ${starter.base}webhooks/routes: ${mount}`);
  else print(`  npm run dev`);
  // Elsewhere the entry for development has them.
  const keyed = starter.hasApp || starter.framework === "next" ? publishing(starter) : [];
  for (const { id, literal } of keyed) {
    const line = `${literal}Receiver takes what hooks trigger ${id} signs with localKeys(${literal})`;
    print(`\nIn development, ${line} of @hooks/testing as its keys`);
  }
  return 0;
}

/** `hooks init`: writes a receiver into the current project. */
export const initCommand: Command = {
  usage: "[options]",
  about: [
    "Writes a working receiver into the current folder: routes, handlers with schemas, and tests.",
    "Asks for what no option says. package.json is added to; no other file is replaced unasked.",
  ].join("\n"),
  words: [0, 0],
  options: {
    framework: { type: "string", value: "name", help: "express, fastify, hono or next" },
    providers: { type: "string", value: "ids", help: "whose webhooks, such as stripe,attio" },
    store: { type: "string", value: "name", help: "memory, redis or dynamodb" },
    event: {
      type: "string",
      value: "provider:type",
      multiple: true,
      help: "an event that gets a handler; default a usual one",
    },
    yes: { type: "boolean", help: "ask nothing: the project's framework, and memory" },
    force: { type: "boolean", help: "replace files that are there" },
    json: { type: "boolean", help: "one line of JSON for each file" },
  },
  examples: [
    "",
    "--framework express --providers stripe,attio --store memory --yes",
    "--providers github --event github:push --event github:issues",
  ],
  run,
};
