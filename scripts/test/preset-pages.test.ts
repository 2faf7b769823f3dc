import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { coverageOf, coverageText, crossChecked, proofOf, proofText } from "../preset-coverage.ts";
import { presetPage } from "../preset-page.ts";
import { loadPresets, type Preset, readComment, readNotes } from "../presets.ts";
import { presetIds, root } from "../workspace.ts";

const presets = await loadPresets();
const nobody: ReadonlySet<string> = new Set();

describe("notes", () => {
  test("each is of a preset", () => {
    const names = globSync("packages/providers/notes/*", { cwd: root }).map((file) =>
      basename(file),
    );
    expect(names.filter((name) => !presetIds().includes(name.replace(/\.json$/, "")))).toEqual([]);
    expect(names.length).toBeGreaterThan(100);
  });

  test.each([
    ['{ "retry": "3" }', /there is no "retry"/],
    ['{ "constructor": "x" }', /there is no "constructor"/],
    ['{ "retries": "" }', /"retries" is not/],
    [`{ "retries": "${"again and ".repeat(9)}" }`, /"retries" is not/],
    ['{ "answerWithin": "5 s" }', /"answerWithin" is not/],
    ['{ "answerWithin": 0 }', /"answerWithin" is not/],
    ['{ "quirks": [] }', /"quirks" is not/],
    ['{ "quirks": ["no full stop"] }', /"quirks" is not/],
    ['{ "secret": "" }', /"secret" is not/],
    ['{ "replay": "never" }', /"replay" is not/],
    ['{ "unconfirmed": ["retries"] }', /"retries" is unconfirmed/],
  ])("%s is refused", (text, message) => {
    expect(() => readNotes("acme", text)).toThrow(message);
  });
});

describe("the comment above a literal", () => {
  test.each([
    ["/** Acme: https://acme.example/a#b */", ["Acme."]],
    [
      "/** Acme; the secret is the app's: https://acme.example */",
      ["Acme; the secret is the app's."],
    ],
    [
      "/** Of a helper. */\nconst a = 1;\n\n/**\n * Acme:\n * https://acme.example\n *\n * It is\n * so.\n */",
      ["Acme.", "It is so."],
    ],
    ["/**\n * Acme.\n *\n * See https://acme.example\n */", ["Acme.", "See https://acme.example."]],
    ["", []],
    ["/** Of a helper. */\nconst a = 1;\n", []],
  ])("%j", (comment, paragraphs) => {
    const source = `import type { Provider } from "@hooks/core";\n\n${comment}\nexport const acme: Provider = {};\n`;
    expect(readComment(source, "acme")).toEqual(paragraphs);
  });
});

describe("proof", () => {
  const [some] = presets as readonly [Preset, ...Preset[]];
  const preset = (...vectors: readonly (readonly [origin: string, error?: string])[]): Preset => ({
    ...some,
    id: "acme",
    vectors: vectors.map(([origin, error]) => ({
      name: origin,
      origin,
      expect: error === undefined ? {} : { error },
    })),
  });
  const text = (one: Preset, peers = nobody): string => proofText(proofOf(one, peers));
  const page = "https://acme.example/docs";

  test("is a delivery of another's that is accepted, or a cross-check", () => {
    expect(text(preset())).toBe("*unproven*");
    expect(text(preset(["generated"]))).toBe("*unproven*");
    expect(text(preset(["generated"], [page, "signature_mismatch"]))).toBe("*unproven*");
    expect(text(preset([page], ["generated"]))).toBe(`1 from [acme.example](${page})`);
    expect(text(preset(["captured 2026-01-31"]))).toBe("1 from captured 2026-01-31");
    expect(text(preset(["generated"]), new Set(["acme"]))).toBe("cross-checked");
    const github = "https://github.com/acme/sdk/blob/main/a.ts";
    expect(text(preset([github], [page, "signature_mismatch"]), new Set(["acme"]))).toBe(
      `2 from [acme/sdk](${github}) and others; cross-checked`,
    );
  });

  test("is counted once for each kind, and whatever has none is unproven", () => {
    const three = [
      { ...preset([page]), id: "a" },
      { ...preset([page]), id: "b" },
      { ...preset(["generated"]), id: "c" },
      { ...preset(["generated"]), id: "d" },
    ];
    const coverage = coverageOf(three, new Set(["b", "c", "unknown"]));
    expect(coverage).toEqual({
      presets: 4,
      byVectors: ["a", "b"],
      byCrossCheck: ["b", "c"],
      unproven: ["d"],
    });
    expect(coverageText(coverage)).toMatch(
      /^4 presets: 2 proven .*, 2 by a cross-check .*, 1 unproven$/,
    );
  });

  test("a cross-check is known by the preset that it imports, or names", () => {
    const sources = [
      'import { stripe } from "@hooks/providers/stripe";\nimport Stripe from "stripe";',
      "const peers = [{ provider: 'sinch-numbers' }, { name: \"slack\" }];",
    ];
    expect([...crossChecked(sources)]).toEqual(["stripe", "sinch-numbers"]);
  });
});

describe("pages", () => {
  test.each(presets.map((preset) => [preset.id, preset] as const))("%s", (id, preset) => {
    const page = presetPage(preset, nobody);
    expect(page).toContain(`from "@hooks/providers/${id}";`);
    expect(page).toContain(preset.provider.docs);
    expect(page).not.toMatch(/undefined|null|\[object|\{\}|NaN|^## .*\n+(#|\[All)/m);
    for (const { name } of preset.vectors) expect(page).toContain(name.replaceAll("|", "\\|"));
    const { retries = "", answerWithin = "", secret = "", quirks = [] } = preset.notes;
    for (const said of [retries, String(answerWithin), secret, ...quirks])
      expect(page).toContain(said);
  });

  test("what the tables link to is there", () => {
    for (const file of ["README.md", "packages/providers/README.md", "docs/providers.md"]) {
      const links = readFileSync(join(root, file), "utf8").matchAll(/\]\((?!https:)([^)#]+\.md)/g);
      const targets = Array.from(links, ([, target = ""]) => join(root, file, "..", target));
      expect(targets.length).toBeGreaterThan(100);
      expect(targets.filter((target) => !existsSync(target))).toEqual([]);
    }
  });
});
