/**
 * `node scripts/command-line-transcript.ts [--check] [--tarballs folder]`, after `pnpm build`: does what the guide to the command line tells,
 * in an empty folder with the packed packages, and writes the guide; with `--check` it says whether that changed it.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { installTarballs, packedIn, packPackages } from "./pack-packages.ts";
import { freePort, openShell, type TranscriptShell } from "./transcript-shell.ts";
import { report, root } from "./workspace.ts";

const { values: options } = parseArgs({
  options: { check: { type: "boolean" }, tarballs: { type: "string" } },
});
const guide = join(root, "docs/guides/command-line.md");
const home = mkdtempSync(join(tmpdir(), "hooks-transcript-"));
const dir = join(home, "shop");
mkdirSync(dir);

const [port, listenPort] = [await freePort(), await freePort()];
/** What npm tells those that it runs is not meant for the npm that is run here. */
const outer = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));

const env: NodeJS.ProcessEnv = {
  ...(Object.fromEntries(outer) as NodeJS.ProcessEnv),
  PATH: [join(dir, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
  NODE_ENV: "test",
  VITEST: undefined,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  CI: "1",
  PORT: String(port),
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_prefer_offline: "true",
  npm_config_update_notifier: "false",
};

const shell: TranscriptShell = openShell(dir, env, [
  [`:${port}`, ":3000"],
  [`:${listenPort}`, ":4000"],
  [home, "~"],
]);

const parts: string[] = [];
const say = (text: string): void => void parts.push(text);
const show = (lines: string): void => void parts.push(`\`\`\`text\n${lines}\n\`\`\``);

/** What is typed, with the ports of this run. */
const real = (command: string): string =>
  command
    .replaceAll(":3000", `:${port}`)
    .replaceAll(":4000", `:${listenPort}`)
    .replaceAll("--port 4000", `--port ${listenPort}`)
    .replace(/^npx @hooks\/cli/, `node ${join(root, "packages/cli/dist/bin.js")}`);

/** Types commands, and shows them with what they print. */
async function type(...commands: string[]): Promise<string> {
  const shown: string[] = [];
  for (const command of commands) {
    const output = shell.clean(await shell.run(real(command)));
    shown.push(`$ ${command}`, ...(output === "" ? [] : [output]));
  }
  show(shown.join("\n"));
  return shown.join("\n");
}

/** The lines that tests of several files print, in one order. */
const sorted = (text: string): string => {
  const lines = text.split("\n");
  const files = lines.filter((line) => /^ *✓/.test(line)).sort();
  return lines.map((line) => (/^ *✓/.test(line) ? files.shift() : line)).join("\n");
};

const endpoint = "http://localhost:3000/webhooks/stripe";
const tunnel = "http://localhost:4000/webhooks/stripe";
const event = "stripe payment_intent.succeeded";

async function tell(): Promise<void> {
  say(`# The command line

From an empty folder to an endpoint whose failures are sent again. Everything below was done by
\`node scripts/command-line-transcript.ts\`; times and ids are left out.`);

  say(`## A receiver

\`hooks init\` asks for the framework, the providers and the store, or takes them as options.`);
  await type(
    "npx @hooks/cli init --framework express --providers stripe,attio --store memory --yes",
  );
  say("Each event has a file of its own: a schema of what is read, and a handler.");
  const handler = "src/webhooks/stripe/payment-intent-succeeded.ts";
  say(`\`\`\`typescript\n${readFileSync(join(dir, handler), "utf8").trim()}\n\`\`\``);
  const tarballs =
    options.tarballs === undefined ? await packPackages(home) : packedIn(options.tarballs);
  const [first = ""] = Object.values(tarballs);
  installTarballs(join(dir, "package.json"), tarballs, relative(dir, dirname(first)));
  say("The tests sign deliveries, and break them:");
  await type("npm install");
  const tests = sorted(shell.clean(await shell.run("npm test")));
  show(`$ npm test\n${tests}`);

  say(`## Events for it

A secret is made, which nobody gets to see, and the app is started.`);
  const secrets = ["stripe", "attio"].map(
    (id) => `echo "${id.toUpperCase()}_WEBHOOK_SECRET=$(npx hooks secret new ${id})" >> .env`,
  );
  await type(...secrets);
  for (const line of readFileSync(join(dir, ".env"), "utf8").trim().split("\n")) {
    const at = line.indexOf("=");
    env[line.slice(0, at)] = line.slice(at + 1);
  }
  let app = shell.start("npm start");
  await app.waitFor("listening on");
  show(`$ set -a; . ./.env; set +a\n$ npm start &\n${shell.clean(app.output())}`);
  say("A sample of the provider's, signed as the provider does:");
  await type(`npx hooks trigger ${event} --url ${endpoint}`);
  say("What was changed on its way, or is too old, is refused; what comes twice is handled once.");
  await type(
    `npx hooks trigger ${event} --url ${endpoint} --tamper`,
    `npx hooks trigger ${event} --url ${endpoint} --stale`,
    `npx hooks trigger ${event} --url ${endpoint} --duplicate`,
  );
  await app.waitFor("stripe duplicate");
  say("The app has said of these:");
  show(shell.clean(app.output()).split("\n").slice(1).join("\n"));
  say("`hooks probe` plays all that a provider does, and reports point by point:");
  await type(`npx hooks probe stripe ${endpoint}`);

  say(`## What fails is sent again

\`hooks listen\` stands before the app: it verifies, shows, keeps and forwards.`);
  const listen = `npx hooks listen stripe --port 4000 --forward-to ${endpoint}`;
  const listening = shell.start(real(listen));
  await listening.waitFor("recording to");
  await type(`npx hooks trigger ${event} --url ${tunnel}`);
  say("It has shown:");
  show(`$ ${listen} &\n${shell.clean(listening.output())}`);
  say("The app is stopped; what comes now fails, and is kept.");
  await app.stop();
  show("$ kill %1");
  await type(`npx hooks trigger ${event} --url ${tunnel}`);
  say("It is started again, and gets what it has missed:");
  app = shell.start("npm start");
  await app.waitFor("listening on");
  show(`$ npm start &\n${shell.clean(app.output())}`);
  await type(
    "npx hooks replay --status failed --dry-run",
    "npx hooks replay --status failed",
    "npx hooks replay --status failed",
  );
  await app.waitFor("stripe processed");
  await Promise.all([app.stop(), listening.stop()]);
  say(`\`listen --retry 5\` does so by itself, while the app is away for a moment only. A signature with a time is too old
after some minutes: \`replay --resign\` signs anew.

All commands and options: [@hooks/cli](../../packages/cli/README.md).`);
}

try {
  await tell();
} finally {
  await shell.close();
  rmSync(home, { recursive: true, force: true });
}
const text = `${parts.join("\n\n")}\n`;
const secrets = Object.entries(env).filter(([name]) => name.endsWith("_WEBHOOK_SECRET"));
const leaked = secrets.find(([, secret = ""]) => secret === "" || text.includes(secret));
if (leaked) throw new Error(`${leaked[0]} is in the transcript`);
if (options.check) {
  const isSame = readFileSync(guide, "utf8") === text;
  if (!isSame) console.log(text);
  const how =
    "docs/guides/command-line.md is not what happens: node scripts/command-line-transcript.ts";
  report(isSame ? [] : [how], "the guide to the command line is what happens");
} else writeFileSync(guide, text);
