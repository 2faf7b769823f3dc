import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installTarballs, packPackages } from "../../../scripts/pack-packages.ts";
import { freePort } from "../../../scripts/transcript-shell.ts";
import { root } from "../../../scripts/workspace.ts";

/** It packs, installs, and starts compilers and test runners, on a machine that others use too. */
const patience = 300_000;

/** Each framework with providers that differ in what their files have to hold. */
const projects = {
  express: ["--providers", "stripe,attio,sendgrid,amazon-sns,braintree"],
  fastify: [
    "--providers",
    "github,twilio,paypal,zoho-desk",
    "--event",
    "github:push",
    "--event",
    "github:delete",
  ],
  hono: ["--providers", "slack,meta,standard-webhooks,kinde,neon", "--store", "redis"],
  next: ["--providers", "shopify,adyen-platform,google-pubsub", "--store", "redis"],
} as const;

type Framework = keyof typeof projects;
const frameworks = Object.keys(projects) as Framework[];

/** One folder holds the projects, and above them the packages that they install together. */
let home: string;
const cli = join(root, "packages/cli/dist/bin.js");

async function run(dir: string, file: string, args: readonly string[]) {
  const bin = join(home, "node_modules/.bin");
  const PATH = [bin, process.env["PATH"]].join(delimiter);
  // What npm tells those that it runs is not meant for the npm that is run here.
  const outer = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const options = {
    cwd: dir,
    env: {
      ...Object.fromEntries(outer),
      NODE_ENV: "test" as const,
      VITEST: undefined,
      PATH,
      NO_COLOR: "1",
    },
    timeout: patience,
  };
  return promisify(execFile)(file, args, options).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${file} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
    },
  );
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "hooks-init-"));
  const needed: Record<string, Record<string, string>> = { dependencies: {}, devDependencies: {} };
  for (const framework of frameworks) {
    const dir = join(home, framework);
    mkdirSync(dir);
    const args = ["init", "--framework", framework, ...projects[framework], "--yes"];
    await run(dir, process.execPath, [cli, ...args]);
    const manifest = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
    for (const kind of ["dependencies", "devDependencies"])
      Object.assign(needed[kind] ?? {}, manifest[kind]);
  }
  const file = join(home, "package.json");
  writeFileSync(file, JSON.stringify({ name: "all", private: true, ...needed }));
  installTarballs(file, await packPackages(home), ".");
  await run(home, "npm", [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--no-package-lock",
  ]);
}, patience);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(frameworks)("%s", (framework) => {
  test("what is written is type-checked", { timeout: patience }, async () => {
    await run(join(home, framework), "tsc", ["--noEmit"]);
  });

  test("its tests pass", { timeout: patience }, async () => {
    const dir = join(home, framework);
    const report = join(dir, "report.json");
    await run(dir, "npm", ["test", "--", "--reporter=json", `--outputFile=${report}`]);
    const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, "utf8"));
    expect(numPassedTests).toBe(numTotalTests);
    const files = globSync("test/*.test.ts", { cwd: dir });
    expect(files.length).toBe(projects[framework][1].split(",").length);
    expect(numTotalTests).toBeGreaterThan(files.length * 3);
  });

  test("one file for each handler, no secret, and no line that is too long", () => {
    const dir = join(home, framework);
    const files = globSync("{src,webhooks,app,test}/**/*.ts", { cwd: dir });
    expect(files.some((file) => /webhooks\/\w+\/[a-z-]+\.ts$/.test(file))).toBe(true);
    for (const file of files) {
      const text = readFileSync(join(dir, file), "utf8");
      const tooLong = text.split("\n").filter((line) => line.length > 120);
      expect([file, tooLong]).toEqual([file, []]);
      expect(text).not.toContain("undefined}");
    }
    expect(existsSync(join(dir, ".env"))).toBe(false);
    expect(readFileSync(join(dir, ".env.example"), "utf8")).toMatch(/^[A-Z_]+=$/m);
  });
});

/** The entry for development, on a free port, with a secret for each provider. */
async function startDev(framework: Framework) {
  const dir = join(home, framework);
  const port = String(await freePort());
  const secrets: Record<string, string> = {};
  for (const id of projects[framework][1].split(",")) {
    const name = id.toUpperCase().replaceAll("-", "_");
    const { stdout } = await run(dir, process.execPath, [cli, "secret", "new", id, "--json"]);
    const made = JSON.parse(stdout) as { readonly secret?: string; readonly verifying: string };
    secrets[`${name}_WEBHOOK_SECRET`] = made.secret ?? made.verifying;
    secrets[`${name}_WEBHOOK_URL`] = `http://localhost:${port}/webhooks/${id}`;
  }
  const env = { ...process.env, ...secrets, PORT: port };
  const child = spawn(process.execPath, ["src/dev.ts"], { cwd: dir, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const ended = once(child, "close");
  await Promise.race([once(child.stdout, "data"), ended]);
  const trigger = async (id: string, ...more: string[]): Promise<string> => {
    const name = `${id.toUpperCase().replaceAll("-", "_")}_WEBHOOK_SECRET`;
    const url = `http://localhost:${port}/webhooks/${id}`;
    const args = ["trigger", id, "--url", url, "--secret", secrets[name] ?? "", ...more];
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
      cwd: dir,
    }).catch((error: { stdout: string }) => error);
    return stdout;
  };
  const end = async (): Promise<string> => {
    child.kill();
    await ended;
    return said;
  };
  return { trigger, end };
}

test.each([
  ["express", "amazon-sns"],
  ["fastify", "paypal"],
] as const)(
  "%s: the entry for development takes what is signed for %s",
  { timeout: patience },
  async (framework, id) => {
    const production = readFileSync(join(home, framework, "src/server.ts"), "utf8");
    expect(production).not.toMatch(/localKeys|testing/);
    const dev = await startDev(framework);
    try {
      expect(await dev.trigger(id)).toMatch(/\n200 in /);
      expect(await dev.trigger(id, "--tamper")).toMatch(/\n401 in .+\n.+signature_mismatch/);
    } finally {
      expect(await dev.end()).toContain(`${id} processed 200`);
    }
  },
);

test("the guide to the command line is what happens", { timeout: patience }, async () => {
  const script = join(root, "scripts/command-line-transcript.ts");
  const { stdout } = await run(root, process.execPath, [script, "--check", "--tarballs", home]);
  expect(stdout).toBe("the guide to the command line is what happens\n");
});
