import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../scripts/workspace.ts";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());

const names = [
  "init",
  "probe",
  "trigger",
  "listen",
  "replay",
  "verify",
  "sign",
  "providers",
  "secret",
  "queue",
  "dead",
  "new",
  "complete",
];

test("there is no other command", async () => {
  const { commands } = await import("../src/commands.ts");
  expect(Object.keys(commands).sort()).toEqual([...names].sort());
});

test("--help lists the commands, and nothing is asked of standard error", async () => {
  const { code, out, err } = await cli.run(["--help"]);
  expect([code, err]).toEqual([0, ""]);
  for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(out).toContain("Exit codes: 0 done, 1 refused or failed, 2 wrong usage");
});

test("without a command the help is an error", async () => {
  const { code, out, err } = await cli.run([]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("Usage: hooks <command>");
});

test("--version is that of the package", async () => {
  expect(await cli.run(["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
});

describe.each(names)("%s", (name) => {
  test("--help has options, examples and the exit codes", async () => {
    const { code, out, err } = await cli.run([name, "--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`^Usage: hooks ${name} .+\n\nOptions:\n  --`, "m"));
    expect(out).toMatch(/^ {2}--json {2}/m);
    expect(out).toMatch(new RegExp(`^Examples:\n(  hooks ${name}.*\n)+\nExit codes: 0 done`, "m"));
  });

  test("an option that it does not know is wrong usage", async () => {
    const { code, out, err } = await cli.run([name, "--nothing-such"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`hooks ${name}: Unknown option '--nothing-such'`);
  });
});

test.each([
  [["toString"], "there is no such command"],
  [["trigger"], "something is missing"],
  [["trigger", "stripe", "a", "b"], "more words"],
  [["trigger", "strip", "a"], 'there is no provider "strip"; is it stripe?'],
  [["providers", "__proto__"], "there is no provider"],
  [["trigger", "stripe", "a"], "--url says where"],
  [["trigger", "stripe", "--url", "ftp://localhost/"], "http or https"],
  [["trigger", "stripe", "--url", "http://localhost/"], "set STRIPE_WEBHOOK_SECRET"],
  [["trigger", "adyen-platform", "--url", "http://[::1]/"], "set ADYEN_PLATFORM_WEBHOOK_SECRET"],
  [["sign", "stripe", "--secret", "abc", "--keys", "a"], "stripe publishes no keys, so --keys"],
  [["listen", "stripe", "--secret", "abc", "--keys", "a"], "stripe publishes no keys, so --keys"],
  [["secret", "new", "stripe", "--keys", "a"], "stripe publishes no keys, so --keys"],
  [["sign", "paypal", "--secret", "abc", "--keys", "package.json"], "or written: ENOTDIR"],
  [["verify", "paypal", "--secret", "abc", "--body", "x"], "--keys .hooks/keys takes those"],
  [["listen", "paypal", "--secret", "abc"], "--allow-external fetches them"],
  [["listen", "stripe", "--secret", "abc", "--port", "65536"], "--port is a whole number"],
  [["replay", "--since", "soon", "--file", "package.json"], "no recorded delivery"],
  [["replay", "--file", "absent"], "can't be read: ENOENT"],
  [["secret", "make", "stripe"], "say new or check"],
])("%j is wrong usage", async (args, message) => {
  const { code, out, err } = await cli.run(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});

test.each([
  "http://192.0.2.1/",
  "http://localhost.example.com/",
  "http://127.0.0.1.example.com/",
  "http://user@example.com/",
  "http://localhost@example.com/",
  "http://0.0.0.0/",
])("%s is another machine", async (url) => {
  const env = { STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests" };
  const { code, err } = await cli.run(["trigger", "stripe", "a", "--url", url], { env });
  expect(code).toBe(2);
  expect(err).toContain("is another machine: --allow-external sends to it");
});

test("the catalogue says what is proven, as the documentation does", async () => {
  const { out } = await cli.run(["providers", "--json"]);
  const facts = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; proven: string[] });
  const page = readFileSync(join(root, "docs/providers.md"), "utf8");
  const unproven = new Set(
    page
      .split("\n")
      .filter((line) => line.includes("*unproven*"))
      .flatMap((line) => line.match(/\| `([a-z0-9-]+)` \|/)?.[1] ?? []),
  );
  expect(unproven.size).toBeGreaterThan(0);
  const told = facts.filter(({ proven }) => proven.length === 0).map(({ id }) => id);
  expect(told.sort()).toEqual([...unproven].sort());
});

test.each([
  ["probe", "stripe", "http://192.0.2.1/"],
  ["listen", "stripe", "--port", "0", "--forward-to", "http://192.0.2.1/"],
])("%s sends to this machine alone", async (...args) => {
  const env = { STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests" };
  const { code, out, err } = await cli.run(args, { env });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("is another machine: --allow-external sends to it");
});

test.each([
  ["trigger", "stripe", "a.b", "--url", "http://127.0.0.1:1/"],
  ["trigger", "stripe", "a.b", "--url", "http://127.0.0.1:1/", "--json"],
  ["probe", "stripe", "http://127.0.0.1:1/", "--slow", "1"],
  ["sign", "stripe", "a.b"],
  ["sign", "stripe", "a.b", "--format", "curl"],
  ["verify", "stripe", "--body", "{}", "--header", "stripe-signature: t=1,v1=ab"],
  ["secret", "check", "stripe"],
  ["providers", "stripe"],
  ["replay", "--file", "absent"],
  ["complete", "--", "trigger", "stripe", ""],
  ["init", "--framework", "express", "--providers", "stripe", "--yes", "--json"],
])("the secret is not printed by %s %s %s", async (...args) => {
  const secret = "whsec_that_nobody_may_see";
  const { out, err } = await cli.run(args, { env: { STRIPE_WEBHOOK_SECRET: secret } });
  expect(out + err).not.toBe("");
  expect(out + err).not.toContain("that_nobody");
});

test("no colours where standard output is no terminal", async () => {
  const env = { FORCE_COLOR: "1" };
  const { out } = await cli.run(["secret", "check", "stripe", "--secret", "whsec_x1"], { env });
  expect(out).toBe("fine  the secret is in the format of Stripe's\n");
});

// `script` of util-linux gives a child a terminal.
const hasTerminal = spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

test.runIf(hasTerminal)("colours on a terminal, unless NO_COLOR is set", () => {
  const command = `${process.execPath} ${cli.dir}/dist/bin.js secret check stripe --secret whsec_x1`;
  const show = (env: Record<string, string>) =>
    spawnSync("script", ["-qec", command, "/dev/null"], {
      env: { PATH: process.env["PATH"], TERM: "xterm", NODE_ENV: "test", ...env },
      timeout: 10_000,
      encoding: "utf8",
    }).stdout;
  expect(show({})).toContain("\x1b[32mfine\x1b[39m");
  expect(show({ NO_COLOR: "1" })).not.toContain("\x1b");
});

test("a reader that has seen enough changes no exit code", async () => {
  const gone = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const child = cli.start(args, { env });
    let err = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.stdout?.destroy();
    child.stdin?.end();
    const [code] = await once(child, "close");
    return [code, err];
  };
  expect(await gone(["providers"])).toEqual([0, ""]);
  expect(await gone(["trigger", "--help"])).toEqual([0, ""]);
  const env = { STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests" };
  const header = "stripe-signature: t=1,v1=ab";
  const refused = ["verify", "stripe", "--body", "{}", "--header", header];
  expect(await gone(refused, env)).toEqual([1, ""]);
});

test("listen ends when nobody reads it any more", async () => {
  const env = { GITHUB_WEBHOOK_SECRET: "a secret" };
  const child = cli.start(["listen", "github", "--port", "0"], { env });
  const [line] = (await once(
    child.stderr?.setEncoding("utf8") as NodeJS.ReadableStream,
    "data",
  )) as [string];
  child.stdout?.destroy();
  const ended = once(child, "close");
  const [url = ""] = line.match(/http:\/\/localhost:\d+/) ?? [];
  const { status } = await fetch(url, { method: "POST", body: "{}" });
  expect(status).toBe(401);
  expect(await ended).toEqual([0, null]);
});
