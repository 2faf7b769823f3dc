import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());

/** What may follow these words. */
async function offered(...words: string[]): Promise<readonly string[]> {
  const { code, out, err } = await cli.run(["complete", "--", ...words]);
  expect([code, err]).toEqual([0, ""]);
  const lines = out.trimEnd().split("\n");
  // What the shell is to do with them: no names of files.
  expect(lines.pop()).toBe(":4");
  return lines.map((line) => line.split("\t")[0] ?? "");
}

test("commands, providers, event types, options and their values", async () => {
  expect(await offered("")).toEqual(
    expect.arrayContaining(["init", "trigger", "probe", "complete"]),
  );
  expect(await offered("li")).toEqual(["listen"]);
  expect(await offered("trigger", "git")).toEqual(["github", "gitlab", "gitlab-signed"]);
  expect(await offered("trigger", "stripe", "invoice")).toEqual(["invoice.paid"]);
  expect(await offered("sign", "github", "")).toContain("push");
  expect(await offered("trigger", "stripe", "--tam")).toEqual(["--tamper"]);
  expect(await offered("replay", "--status", "")).toEqual([
    "accepted",
    "handshake",
    "refused",
    "failed",
  ]);
  expect(await offered("init", "--framework", "h")).toEqual(["hono"]);
  expect(await offered("secret", "new", "strip")).toEqual(["stripe"]);
  expect(await offered("trigger", "nobody", "")).toEqual([]);
  expect(await offered("nothing-such", "")).not.toContain("--tamper");
});

test("bash completes with the script that is printed", () => {
  const script = `
hooks() { '${process.execPath}' '${cli.dir}/dist/bin.js' "$@"; }
# Of the package bash-completion, which not every machine has.
_get_comp_words_by_ref() {
  cur=\${COMP_WORDS[COMP_CWORD]} words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
}
source <(hooks complete bash)
COMP_WORDS=(hooks trigger stripe payment_intent.s) COMP_CWORD=3
__hooks_complete 2>/dev/null
echo "\${COMPREPLY[@]}"`;
  const out = execFileSync("bash", ["-c", script], { encoding: "utf8", timeout: 20_000 });
  expect(out).toBe("payment_intent.succeeded\n");
});

test("there is a script for each shell, and for no other", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, out } = await cli.run(["complete", shell]);
    expect([code, out]).toEqual([0, expect.stringContaining(`# ${shell} completion for hooks`)]);
  }
  const { code, err } = await cli.run(["complete", "tcsh"]);
  expect([code, err]).toEqual([2, expect.stringContaining("say one of bash, zsh, fish")]);
});
