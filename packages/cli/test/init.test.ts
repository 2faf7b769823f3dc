import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../../scripts/workspace.ts";
import { versions } from "../src/init/dependencies.ts";
import { schemaSource } from "../src/init/source.ts";
import { buildCli, type Cli } from "./cli.ts";

let cli: Cli;
let count = 0;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.close());

/** An empty folder, with these files. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const dir = join(cli.dir, `project-${count++}`);
  mkdirSync(join(dir, "src"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

const init = (dir: string, ...more: string[]) =>
  cli.run(["init", "--providers", "stripe", ...more], { cwd: dir });

const read = (dir: string, file: string) => readFileSync(join(dir, file), "utf8");

test("package.json is added to, and nothing of it is lost", async () => {
  const before = `{
    "name": "shop",
    "scripts": { "test": "jest", "start": "node app.js" },
    "dependencies": { "zod": "^3.0.0", "express": "^4.21.0" },
    "devDependencies": { "typescript": "^5.0.0" },
    "jest": { "a": [1] }
}
`;
  const dir = project({
    "package.json": before,
    ".gitignore": "/node_modules",
    ".env.example": "A=1",
  });
  const { code, err, out } = await init(dir, "--store", "memory");
  expect([code, err]).toEqual([0, ""]);
  // Its framework was found in the dependencies, and its app stays the only one.
  expect(out).toContain('app.use("/webhooks", webhooks(process.env)); // before any body parser');
  expect(existsSync(join(dir, "src/server.ts"))).toBe(false);
  const text = read(dir, "package.json");
  expect(text).toMatch(/^\{\n {4}"name": "shop"/);
  expect(JSON.parse(text)).toEqual({
    name: "shop",
    scripts: { test: "jest", start: "node app.js", typecheck: "tsc --noEmit" },
    dependencies: {
      "@hooks/express": "^1.2.3",
      "@hooks/providers": "^1.2.3",
      "@hooks/store-memory": "^1.2.3",
      express: "^4.21.0",
      zod: "^3.0.0",
    },
    devDependencies: {
      "@hooks/cli": "^1.2.3",
      "@hooks/testing": "^1.2.3",
      "@types/express": versions["@types/express"],
      "@types/node": versions["@types/node"],
      typescript: "^5.0.0",
      vitest: versions.vitest,
    },
    jest: { a: [1] },
  });
  expect(read(dir, ".gitignore")).toBe("/node_modules\n.env\n.hooks/\n");
  expect(read(dir, ".env.example")).toMatch(/^A=1\n# .+\nSTRIPE_WEBHOOK_SECRET=\n$/);
  // Again, it has nothing to do.
  const again = await init(dir, "--store", "memory", "--json");
  expect(again.code).toBe(0);
  const fates = again.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line)["fate"]);
  expect(new Set(fates)).toEqual(new Set(["same"]));
});

test.each(["express", "fastify", "hono", "next"])(
  "what is written for %s is as a formatter and a linter want it",
  async (framework) => {
    for (const store of ["memory", "redis", "dynamodb"]) {
      const dir = project();
      const ids =
        "stripe,github,whatsapp,twilio,attio,sendgrid,slack,paypal,amazon-sns,kinde,google-pubsub,braintree,neon,zoho-desk";
      const events = ["--event", "github:push", "--event", "github:issues"];
      const args = [
        "init",
        "--framework",
        framework,
        "--providers",
        ids,
        "--store",
        store,
        "--yes",
      ];
      expect((await cli.run([...args, ...events], { cwd: dir })).code).toBe(0);
      const formatter = { indentStyle: "space", lineWidth: 100 };
      writeFileSync(join(dir, "biome.json"), `${JSON.stringify({ formatter }, null, 2)}\n`);
      const biome = join(root, "node_modules/.bin/biome");
      const { status, stdout, stderr } = spawnSync(biome, ["check", "--error-on-warnings"], {
        cwd: dir,
        encoding: "utf8",
        timeout: 60_000,
      });
      expect([status, stdout + stderr]).toEqual([0, expect.stringContaining("No fixes applied")]);
    }
  },
);

test("a file that is there is not replaced, unless it is forced", async () => {
  const own = "// ours\n";
  const dir = project({ "src/server.ts": own });
  const refused = await init(dir, "--framework", "hono", "--yes");
  expect([refused.code, refused.out]).toEqual([2, ""]);
  expect(refused.err).toContain("nothing was written; see --force:\n  src/server.ts");
  expect(existsSync(join(dir, "package.json"))).toBe(false);
  expect(read(dir, "src/server.ts")).toBe(own);
  expect((await init(dir, "--framework", "hono", "--yes", "--force")).code).toBe(0);
  expect(read(dir, "src/server.ts")).toContain("serve({ fetch: app.fetch, port }");
});

test("what was set up before decides what imports end in", async () => {
  const dir = project({ "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }' });
  await init(dir, "--framework", "express", "--yes");
  expect(read(dir, "src/webhooks/routes.ts")).toContain('from "./stripe/receiver.js"');
  expect(read(dir, "tsconfig.json")).not.toContain("verbatimModuleSyntax");
});

test.each([
  [["--store", "memory"], "--framework is one of express, fastify, hono, next"],
  [["--framework", "koa", "--yes"], "--framework is one of"],
  [["--framework", "hono"], "--store is one of memory, redis, dynamodb"],
  [["--framework", "hono", "--yes", "--event", "github:push"], "--event is provider:type"],
  [["--framework", "hono", "--yes", "--providers", "nobody"], "there is no provider"],
])("%j is wrong usage, and nothing is written", async (args, message) => {
  const dir = project();
  const { code, out, err } = await init(dir, ...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
  expect(existsSync(join(dir, "package.json"))).toBe(false);
});

test("a package.json that is none stays as it is", async () => {
  for (const text of ["{", "[]", "null"]) {
    const dir = project({ "package.json": text });
    const { code, err } = await init(dir, "--framework", "hono", "--yes");
    expect(code).toBe(2);
    expect(err).toContain("package.json holds no JSON object");
    expect(read(dir, "package.json")).toBe(text);
    expect(existsSync(join(dir, "src/webhooks"))).toBe(false);
  }
});

test("types that name no file and no module well", async () => {
  const dir = project();
  const events = ["../../etc/passwd", "delete", 'a"b', "2", "push", "Push!"];
  const options = events.flatMap((type) => ["--event", `stripe:${type}`]);
  expect((await init(dir, "--framework", "hono", "--yes", ...options)).code).toBe(0);
  const receiver = read(dir, "src/webhooks/stripe/receiver.ts");
  expect(receiver.match(/import \* as (\w+) from "\.\/([\w-]+)\.ts"/g)).toEqual([
    'import * as aB from "./a-b.ts"',
    'import * as etcPasswd from "./etc-passwd.ts"',
    'import * as event2 from "./event-2.ts"',
    'import * as eventDelete from "./event-delete.ts"',
    'import * as push2 from "./push-2.ts"',
    'import * as push from "./push.ts"',
  ]);
  expect(receiver).toContain('"a\\"b": aB.schema');
});

test("a schema has what is read, and no more", () => {
  const body = { a: { b: 1, c: "x" }, list: [{ id: true }], other: null };
  expect(schemaSource(body, ["a.b", "list.0.id", "other"])).toBe(
    "z.object({ a: z.object({ b: z.number() }), list: z.array(z.object({ id: z.boolean() })), other: z.unknown() })".replace(
      /^z\.object\(\{ (.+), (list.+), (other.+) \}\)$/,
      "z.object({\n  $1,\n  $2,\n  $3,\n})",
    ),
  );
  expect(schemaSource(undefined, [])).toBe("z.record(z.string(), z.unknown())");
  // What a preset makes a payload of may be a text.
  expect(schemaSource(null, [])).toBe("z.unknown()");
});

test("what is installed is what the repository is tested with", () => {
  const manifest = (file: string) =>
    JSON.parse(readFileSync(join(root, file, "package.json"), "utf8")) as {
      readonly version: string;
    };
  const folders = [
    ".",
    "examples/next",
    "benchmarks",
    "docs",
    "packages/adapters/hono",
    "packages/stores/redis",
    "packages/stores/dynamodb",
    "packages/adapters/next",
    "packages/testing",
    "packages/adapters/express",
  ];
  for (const [name, range] of Object.entries(versions)) {
    const found = folders
      .map((dir) => `${dir}/node_modules/${name}`)
      .find((dir) => existsSync(join(root, dir)));
    const [, major] = range.match(/^\^(\d+)\./) ?? [];
    expect([name, found && manifest(found).version.split(".")[0]]).toEqual([name, major]);
  }
});

// `script` of util-linux gives a child a terminal.
const hasTerminal = spawnSync("script", ["--version"]).stdout?.includes("util-linux") === true;

test.runIf(hasTerminal)("asks at a terminal, and on Ctrl-C leaves all as it was", async () => {
  const dir = project();
  const command = `stty cols 100 rows 40; ${process.execPath} ${cli.dir}/dist/bin.js init --providers stripe`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: dir,
    env: { PATH: process.env["PATH"], TERM: "xterm", NODE_ENV: "test" },
    timeout: 20_000,
  });
  let shown = "";
  let isLeft = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    if (isLeft || !shown.includes("Next.js")) return;
    isLeft = true;
    child.stdin.write("\u0003");
  });
  const [code] = await once(child, "close");
  expect(shown).toContain("Which framework?");
  expect(shown).toContain("nothing was written");
  expect(code).toBe(2);
  expect(existsSync(join(dir, "package.json"))).toBe(false);
});
