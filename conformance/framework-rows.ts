import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./collector/rows.ts";

const root = join(import.meta.dirname, "..");

/** What is read of Vitest's JSON report. */
export interface VitestReport {
  readonly testResults: readonly {
    /** The file's absolute path. */
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** A framework, and where it is tested. */
export interface Framework {
  readonly name: string;
  readonly dir: string;
  /** The package that has its version; hosted services have none. */
  readonly dependency?: string;
  /** How the adapter suite's tests begin there that are its own. Without it, all tests of the folder are counted. */
  readonly suite?: RegExp;
}

const adapter = (name: string, folder: string, suite: RegExp, dependency?: string): Framework => ({
  name,
  dir: `packages/adapters/${folder}`,
  suite,
  ...(dependency && { dependency }),
});

const example = (name: string, folder: string, dependency: string, suite?: RegExp): Framework => ({
  name,
  dir: `examples/${folder}`,
  dependency,
  ...(suite && { suite }),
});

const allFrameworks: readonly Framework[] = [
  adapter("`node:http`", "node", /^node$/, "../../../node_modules/node"),
  adapter("Express 5", "express", /^Express 5/, "express"),
  adapter("Express 4", "express", /^Express 4/, "express4"),
  adapter("Fastify", "fastify", /^/, "fastify"),
  adapter("Hono, on Node", "hono", /^Hono 4$/, "hono"),
  adapter("Hono, on Node, the oldest", "hono", /^Hono 4\.0/, "hono4.0"),
  adapter("Next, App Router", "next", /^App Router/, "next"),
  adapter("Next, Pages Router", "next", /^Pages Router/, "next"),
  adapter("Lambda, REST API", "lambda", /^REST API$/),
  adapter("Lambda, HTTP API", "lambda", /^HTTP API$/),
  adapter("Lambda, function URL", "lambda", /^function URL$/),
  adapter("Lambda, load balancer", "lambda", /^load balancer$/),
  adapter("Lambda, load balancer, multi-value", "lambda", /^load balancer with/),
  example("NestJS, on Express", "nestjs", "@nestjs/core", /^Nest on Express$/),
  example("NestJS, on Fastify", "nestjs", "@nestjs/core", /^Nest on Fastify$/),
  example("h3", "h3", "h3", /^h3$/),
  example("h3 1, of Nuxt", "nuxt", "h3", /^h3 1$/),
  example("Elysia, on Node", "elysia", "elysia", /^Elysia$/),
  example("SvelteKit", "sveltekit", "@sveltejs/kit"),
  example("Astro", "astro", "astro"),
  example("React Router", "react-router", "react-router"),
];

const suiteTitle =
  /^(.+?): ((body|content type|coding|size|broken|request|refusal|flow|reply): .+)$/;

function versionOf({ dir, dependency }: Framework): string {
  if (dependency === undefined) return "–";
  const folder = dependency.startsWith("..") ? dependency : `node_modules/${dependency}`;
  const file = join(root, dir, folder, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : "–";
}

/** How many cases of the adapter suite have passed, each once, in however many ways it was tried. */
function suiteChecks(suite: RegExp, tests: Tests): Record<string, number> {
  const groupOf = new Map<string, string>();
  const failed = new Set<string>();
  for (const { title, status } of tests) {
    const [, name = "", caseName = "", group = ""] = title.match(suiteTitle) ?? [];
    if (caseName === "" || !suite.test(name)) continue;
    groupOf.set(caseName, group);
    if (status !== "passed") failed.add(caseName);
  }
  const checks: Record<string, number> = {};
  for (const [caseName, group] of groupOf) {
    if (!failed.has(caseName)) checks[group] = (checks[group] ?? 0) + 1;
  }
  return checks;
}

type Tests = VitestReport["testResults"][number]["assertionResults"];

/**
 * What the tests have shown of each framework.
 *
 * @throws Error when a framework has no test in the report
 */
export function frameworkRows(
  { testResults }: VitestReport,
  frameworks: readonly Framework[] = allFrameworks,
): readonly Row[] {
  return frameworks.map((framework) => {
    const { name, dir, suite } = framework;
    const folder = `${join(root, dir, "test")}/`;
    const tests = testResults
      .filter((file) => file.name.startsWith(folder))
      .flatMap(({ assertionResults }) => assertionResults);
    const passed = tests.filter(({ status }) => status === "passed").length;
    const checks = suite ? suiteChecks(suite, tests) : { example: passed };
    if (!Object.values(checks).some((count) => count > 0)) {
      throw new Error(`the report has no test of ${name} that has passed`);
    }
    return { name, version: versionOf(framework), checks };
  });
}
