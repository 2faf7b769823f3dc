import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readNotes } from "../presets.ts";
import { root } from "../workspace.ts";

/** Each run starts a test runner of its own, on a machine that others use too. */
const patience = 180_000;

/** A copy of what the commands need, for they write into the repository that they are of. */
let copy: string;

const git = (...args: string[]): string =>
  execFileSync("git", args, { cwd: copy, encoding: "utf8" });

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "hooks-commands-"));
  const listed = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).trim().split("\n");
  const needed = /^(packages\/|scripts\/|docs\/|conformance\/|[^/]+$)/;
  for (const file of files.filter((one) => needed.test(one))) {
    cpSync(join(root, file), join(copy, file), { force: true, errorOnExist: false });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  git("init", "--quiet");
  git("add", "--all");
  git(
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.com",
    "commit",
    "--no-gpg-sign",
    "--quiet",
    "--message=copy",
  );
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

beforeEach(() => {
  git("reset", "--hard", "--quiet");
  git("clean", "-d", "--force", "--quiet");
});

/** Runs a command of package.json as `pnpm` does, with what is typed. */
function command(name: string, args: readonly string[], input = "") {
  const { scripts } = JSON.parse(readFileSync(join(copy, "package.json"), "utf8"));
  const [program = "", script = ""] = scripts[name].split(" ");
  const { status, stdout, stderr } = spawnSync(program, [script, ...args], {
    cwd: copy,
    input,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

const changed = (): readonly string[] =>
  git("status", "--porcelain", "--untracked-files=all").split("\n").filter(Boolean).sort();

const where =
  "Acme-Time: {timestamp} | Acme-Signature: v1={signature} | json id: {id} | json type: {type}";
const typed = `Acme Inc.\nhttps://acme.example/docs\n${where}\nHMAC-SHA256 hex of {timestamp}.{body}\n\n`;
const literal = "packages/providers/src/acme.ts";
const vectors = "packages/providers/vectors/acme.json";

const edit = (file: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(join(copy, file), "utf8");
  expect(text).toMatch(from);
  writeFileSync(join(copy, file), text.replace(from, to));
};

describe("new:provider", { timeout: patience }, () => {
  test("writes two files from what is typed, and the generated ones are in step", () => {
    const { status, output } = command("new:provider", ["acme"], typed);
    expect(status, output).toBe(0);
    expect(output.match(/\d\/5 {2}.*\?/g)).toHaveLength(5);
    const added = changed().filter((line) => line.startsWith("??"));
    expect(added.filter((line) => !line.endsWith(".md"))).toEqual([
      `?? ${literal}`,
      `?? ${vectors}`,
    ]);
    expect(readFileSync(join(copy, literal), "utf8")).toContain('name: "Acme Inc."');
    expect(readFileSync(join(copy, "packages/providers/src/all.ts"), "utf8")).toContain(
      "./acme.ts",
    );
    expect(command("generate", ["--check"]).status).toBe(0);
    const formatted = spawnSync("biome", ["check", "--vcs-enabled=false", literal], { cwd: copy });
    expect(formatted.status, String(formatted.stderr)).toBe(0);
  });

  test("the example of CONTRIBUTING gives the files that it shows", () => {
    const text = readFileSync(join(copy, "CONTRIBUTING.md"), "utf8");
    const block = (language: string): string =>
      new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(text)?.[1] ?? "";
    const answers = Array.from(
      block("text").matchAll(/^ {4}.*?> ?(.*)$/gm),
      ([, answer]) => answer,
    );
    expect(answers).toHaveLength(5);
    const [, id = ""] = /npm run new:provider (\S+)/.exec(text) ?? [];
    const { status, output } = command("new:provider", [id], `${answers.join("\n")}\n`);
    expect(status, output).toBe(0);
    const made = readFileSync(join(copy, `packages/providers/src/${id}.ts`), "utf8");
    expect(block("ts")).toBe(made);
    const vector = readFileSync(join(copy, `packages/providers/vectors/${id}.json`), "utf8");
    expect(JSON.parse(block("json"))).toEqual(JSON.parse(vector));
    // What it says of notes is what they are.
    const [notes = ""] = text.match(/^\{\n {2}"secret".*?^\}$/ms) ?? [];
    expect(() => readNotes(id, notes)).not.toThrow();
    expect(Object.keys(JSON.parse(notes)).length).toBeGreaterThan(4);
  });

  test("a public key is hex, where nothing else is said", () => {
    const input = typed.replace("HMAC-SHA256 hex", "Ed25519 hex");
    const { status, output } = command("new:provider", ["acme"], input);
    expect(status, output).toBe(0);
    expect(output).toContain("[hex] >");
    expect(readFileSync(join(copy, literal), "utf8")).toContain('secret: { encoding: "hex" }');
  });

  test("the same from options, without a question", () => {
    command("new:provider", ["acme"], typed);
    const asked = readFileSync(join(copy, literal), "utf8");
    git("clean", "-d", "--force", "--quiet");
    const given = {
      name: "Acme Inc.",
      docs: "https://acme.example/docs",
      where,
      signed: "HMAC-SHA256 hex of {timestamp}.{body}",
      secret: "text",
    };
    const args = Object.entries(given).map(([key, value]) => `--${key}=${value}`);
    const { status, output } = command("new:provider", ["acme", ...args]);
    expect(status, output).toBe(0);
    expect(output).not.toContain("?");
    expect(readFileSync(join(copy, literal), "utf8")).toBe(asked);
  });

  test.each([
    ["stripe", typed, /there is a preset "stripe" already/],
    ["all", typed, /the list of all presets/],
    ["Acme", typed, /is no id/],
    ["acme--x", typed, /is no id/],
    ["../acme", typed, /is no id/],
    ["8x8", typed, /is no id/],
    ["", typed, /name one id/],
    ["acme", typed.replace("https:", "http:"), /no https address/],
    ["acme", typed.split("\n").slice(0, 3).join("\n"), /the answers end here/],
    ["acme", "", /the answers end here/],
  ])("%s is refused, and nothing is written (%#)", (id, input, message) => {
    const { status, output } = command("new:provider", [id], input);
    expect(status).toBe(1);
    expect(output).toMatch(message);
    expect(changed()).toEqual([]);
  });

  test("vectors that are there already are kept", () => {
    writeFileSync(join(copy, vectors), "[]\n");
    const { status, output } = command("new:provider", ["acme"], typed);
    expect(status).toBe(1);
    expect(output).toContain(`${vectors} is there already`);
    expect(changed()).toEqual([`?? ${vectors}`]);
  });

  test("an unknown option is refused", () => {
    const { status, output } = command("new:provider", ["acme", "--force"], typed);
    expect(status).toBe(1);
    expect(output).toMatch(/--force/);
    expect(changed()).toEqual([]);
  });
});

describe("generate", { timeout: patience }, () => {
  test("--check names what is out of step and changes nothing; without it all is put right", () => {
    edit("docs/providers/stripe.md", "# Stripe", "# Strype");
    edit("README.md", "[Stripe](docs/providers/stripe.md)", "Stripe");
    rmSync(join(copy, "docs/providers/slack.md"));
    writeFileSync(join(copy, "docs/providers/nobody.md"), "# Nobody\n");
    const before = changed();
    const { status, output } = command("generate", ["--check"]);
    expect(status).toBe(1);
    for (const file of ["README.md", "docs/providers/slack.md", "docs/providers/stripe.md"]) {
      expect(output).toContain(`${file} is out of step`);
    }
    expect(output).toContain("docs/providers/nobody.md is of no preset");
    expect(output.match(/ is (out of step|of no preset)/g)).toHaveLength(4);
    expect(changed()).toEqual(before);
    expect(command("generate", []).status).toBe(0);
    expect(changed()).toEqual([]);
  });

  test("says how many presets are proven", () => {
    expect(command("generate", ["--check"]).output).toMatch(
      /^\d+ presets: \d+ proven by published vectors, \d+ by a cross-check .*, \d+ unproven$/m,
    );
    expect(command("coverage", []).output).toMatch(/^by vectors: .*\bstripe\b/m);
  });
});

describe("test:provider", { timeout: patience }, () => {
  test("passes for what new:provider wrote, and fails once the literal or a vector is wrong", () => {
    expect(command("new:provider", ["acme"], typed).status).toBe(0);
    const good = command("test:provider", ["acme"]);
    expect(good.status, good.output).toBe(0);
    expect(good.output).toMatch(/Tests .*\d\d passed/);

    edit(literal, "{timestamp}.{body}", "{timestamp}:{body}");
    const wrong = command("test:provider", ["acme"]);
    expect(wrong.status).toBe(1);
    expect(wrong.output).toContain('vector "a made delivery"');
    edit(literal, "{timestamp}:{body}", "{timestamp}.{body}");

    edit(vectors, /^\[.*\]/s, "[]");
    const empty = command("test:provider", ["acme"]);
    expect(empty.status).toBe(1);
    expect(empty.output).toContain("has a vector that is accepted");
  });

  test("loads no other preset", () => {
    edit("packages/providers/src/slack.ts", /^/, 'throw new Error("slack was loaded");\n');
    const { status, output } = command("test:provider", ["stripe"]);
    expect(status, output).toBe(0);
    expect(command("test:provider", ["slack"]).output).toContain("slack was loaded");
  });

  test.each([["nobody"], ["strip"], ["all"], [""], ["stripe.test"]])(
    "%j, which is no preset, fails",
    (id) => {
      const { status, output } = command("test:provider", [id]);
      expect(status).toBe(1);
      expect(output).not.toContain("passed");
    },
  );
});
