import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildCli, type Cli } from "./cli.ts";
import { testInShell } from "./install-shell.ts";

let cli: Cli;
beforeAll(async () => {
  cli = await buildCli();
  mkdirSync(join(cli.dir, "bin"));
  const program = `#!/bin/sh\nexec '${process.execPath}' '${cli.dir}/dist/bin.js' "$@"\n`;
  writeFileSync(join(cli.dir, "bin/hooks"), program, { mode: 0o755 });
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

/** Runs a shell in an empty home, where `hooks` is on the path. */
function shell(file: string, args: readonly string[], home: string): string {
  const PATH = [join(cli.dir, "bin"), process.env["PATH"]].join(delimiter);
  const env = { PATH, HOME: home, TERM: "dumb", LANG: "C.UTF-8", NODE_ENV: "test" as const };
  return execFileSync(file, args, { cwd: home, env, encoding: "utf8", timeout: 60_000 });
}

function emptyHome(name: string): string {
  const home = join(cli.dir, name);
  mkdirSync(home);
  return home;
}

const asked = [
  ["hooks trig", "hooks trigger "],
  ["hooks trigger strip", "hooks trigger stripe "],
  ["hooks trigger stripe payment_intent.s", "hooks trigger stripe payment_intent.succeeded "],
  ["hooks trigger stripe invoice.paid --tam", "hooks trigger stripe invoice.paid --tamper "],
  ["hooks init --framework h", "hooks init --framework hono "],
  ["hooks secret ch", "hooks secret check "],
] as const;

testInShell("zsh", "completes what is typed, by the script as its users install it", () => {
  const home = emptyHome("zsh");
  const script = join(home, "script.zsh");
  writeFileSync(join(home, "told"), "");
  writeFileSync(
    script,
    `zmodload zsh/zpty
hooks complete zsh > ~/.hooks.zsh
print 'autoload -Uz compinit && compinit -u -D
source ~/.hooks.zsh
tell() { print -r -- "$BUFFER" >> ~/told; BUFFER= }
zle -N tell
bindkey "^X^T" tell
print ready' > ~/.zshrc
zpty typed zsh -i
zpty -r typed line '*ready*'
for text in "$@"; do zpty -n -w typed "$text"$'\t\x18\x14'; done
while [[ $(wc -l < ~/told) -lt $# ]]; do zpty -r -t typed line; sleep 0.1; done
zpty -d typed
`,
  );
  shell("zsh", ["-f", script, ...asked.map(([text]) => text)], home);
  const told = readFileSync(join(home, "told"), "utf8");
  expect(told).toBe(asked.map(([, whole]) => `${whole}\n`).join(""));
});

testInShell("fish", "completes what is typed, by the script as its users install it", () => {
  const home = emptyHome("fish");
  const dir = join(home, ".config/fish/completions");
  mkdirSync(dir, { recursive: true });
  shell("fish", ["-c", `hooks complete fish > ${dir}/hooks.fish`], home);
  for (const [text, whole] of asked) {
    const out = shell("fish", ["-c", 'complete --do-complete "$argv"', text], home);
    const words = out.trimEnd().split("\n");
    expect(words.map((word) => word.split("\t")[0])).toEqual([whole.trimEnd().split(" ").at(-1)]);
  }
  // What each is for stands beside it.
  expect(shell("fish", ["-c", 'complete --do-complete "hooks tri"'], home)).toBe(
    "trigger\tsign an event as a provider does, and send it\n",
  );
});

test("there is a script for each shell, and for no other", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, out } = await cli.run(["complete", shell]);
    expect([code, out]).toEqual([0, expect.stringContaining(`# ${shell} completion for hooks`)]);
  }
  const { out: text } = await cli.run(["complete", "fish"]);
  const { out: json } = await cli.run(["complete", "fish", "--json"]);
  const { shell: name, script } = JSON.parse(json);
  expect([name, `${script}\n`]).toEqual(["fish", text]);
  const { code, err } = await cli.run(["complete", "tcsh"]);
  expect([code, err]).toEqual([2, expect.stringContaining("say one of bash, zsh, fish")]);
});
