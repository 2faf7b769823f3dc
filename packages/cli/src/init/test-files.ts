import { bracketed } from "./source.ts";
import type { Framework, Starter, StarterFile, StarterProvider } from "./starter.ts";
import { words } from "./webhook-files.ts";

/** How an app of each framework is made for a test. */
const apps: Readonly<Record<Exclude<Framework, "next">, readonly [imports: string, app: string]>> =
  {
    express: [`import express from "express";\n`, `express().use("/webhooks", routes)`],
    fastify: [
      `import Fastify from "fastify";\n`,
      `Fastify();\napp.register(routes, { prefix: "/webhooks" })`,
    ],
    hono: [`import { Hono } from "hono";\n`, `new Hono().route("/webhooks", routes)`],
  };

const secretImport = ({ id, literal }: StarterProvider): string =>
  `import { ${literal} } from "@hooks/providers/${id}";\n`;

/** What a variable is in tests, as an expression. */
function valuesOf(
  provider: StarterProvider,
  secrets: string,
): readonly (readonly [string, string])[] {
  const { id, secret, url, verifyToken, signable } = provider;
  return [
    [secret, signable ? `${secrets}.verifying` : JSON.stringify("a secret of the tests")],
    ...(url ? [[url, JSON.stringify(urlOf(id))] as const] : []),
    ...(verifyToken ? [[verifyToken, JSON.stringify("a token of the tests")] as const] : []),
  ];
}

const urlOf = (id: string): string => `http://localhost/webhooks/${id}`;

function endpointFile({ framework, base, providers, extension }: Starter): readonly StarterFile[] {
  if (framework === "next") return [];
  const [imports, app] = apps[framework];
  const signable = providers.filter((one) => one.signable);
  const secrets = signable.map(({ literal }) => `${literal}: await createSecret(${literal})`);
  const values = providers
    .flatMap((one) => valuesOf(one, `secrets.${one.literal}`))
    .map(([name, value]) => `    ${name}: ${value},\n`);
  const presets = [...signable].sort((a, b) => (a.id < b.id ? -1 : 1)).map(secretImport);
  return [
    {
      path: "test/endpoint.ts",
      text: `${presets.join("")}import { memoryStore } from "@hooks/store-memory";
${secrets.length > 0 ? `import { createSecret } from "@hooks/testing";\n` : ""}${imports}import { webhooks } from "../${base}webhooks/routes${extension}";
${secrets.length > 0 ? `\n/** Made anew for each run, so that no secret is in the repository. */\nexport const secrets = ${bracketed("{", secrets, "}", "", 25)};\n` : ""}
const routes = webhooks(
  {
${values.join("")}  },
  memoryStore(),
);

/** The endpoint as it is served. */
export const app = ${app};
`,
    },
  ];
}

/** How the tests of Next get at a route: its module reads the environment when it is loaded. */
function routeOf(starter: Starter, provider: StarterProvider): string {
  const { base, store } = starter;
  const { id, literal, signable } = provider;
  const stubs = valuesOf(provider, "secrets")
    .map(([name, value]) => `vi.stubEnv("${name}", ${value});\n`)
    .join("");
  const mock =
    store === "memory"
      ? ""
      : `vi.mock("../${base}webhooks/store", () => ({ createStore: memoryStore }));\n`;
  return `${mock}${signable ? `const secrets = await createSecret(${literal});\n` : ""}${stubs}const { POST } = await import("../${base}app/webhooks/${id}/route");\n`;
}

function refusal(target: string): string {
  return `test("refuses what is not signed", async () => {
  const body = new TextEncoder().encode("{}");
  const reply = await deliver(${target}, { method: "POST", url, headers: {}, body });
  expect(reply.status).toBe(401);
});
`;
}

function testFile(starter: Starter, provider: StarterProvider): StarterFile {
  const { framework, extension, store } = starter;
  const { id, name, literal, events, breaks, signable, signsAny, published, single } = provider;
  const isNext = framework === "next";
  const target = isNext ? "POST" : "app";
  const secret = isNext ? "secrets.signing" : `secrets.${literal}.signing`;
  const vitest = isNext || published ? "expect, test, vi" : "expect, test";
  const own = isNext
    ? ""
    : `import { app${signable ? ", secrets" : ""} } from "./endpoint${extension}";\n`;
  const tools = signable
    ? [
        ...(published ? ["createPublishedKeys"] : []),
        ...(isNext ? ["createSecret"] : []),
        "deliver",
        "signedDelivery",
      ]
    : ["deliver"];
  const memory =
    isNext && store !== "memory" ? `import { memoryStore } from "@hooks/store-memory";\n` : "";
  const head = `${signable ? secretImport(provider) : ""}${memory}import { ${tools.join(", ")} } from "@hooks/testing";
import { ${vitest} } from "vitest";
${own}
${isNext ? routeOf(starter, provider) : ""}const url = "${urlOf(id)}";
`;
  if (!signable) {
    const why = `// What ${name} signs can't be made here.\n`;
    return { path: `test/${id}.test.ts`, text: `${head}\n${why}${refusal(target)}` };
  }
  const [event, ...more] = events;
  // A batch is remembered event by event, and its answer does not tell.
  const once = single ? ", and only once" : "";
  const second = single
    ? `
  const second = await deliver(${target}, delivery);
  expect(second.headers["webhook-duplicate"]).toBe("true");`
    : "";
  const keys = published
    ? `
// The receiver fetches the keys of ${words(name)}, and gets those that sign here.
const keys = await createPublishedKeys(${literal}, ${secret});
vi.stubGlobal("fetch", keys.fetch);
`
    : "";
  const type = event ? `, type: ${JSON.stringify(event.type)}` : "";
  const types = events.map((one) => JSON.stringify(one.type));
  const handled =
    more.length > 0
      ? `test.each(${bracketed("[", types, "]", "", 10)})("handles %s${once}", async (type) => {
  const delivery = await signedDelivery(${literal}, { ...options, type });`
      : `test("handles ${event ? `a ${event.type.replaceAll(/["\\]/g, "")}` : "an event"}${once}", async () => {
  const delivery = await signedDelivery(${literal}, options);`;
  const broken = bracketed(
    "[",
    breaks.map((one) => `{ ${one}: true }`),
    "]",
    "",
    16,
  );
  const invalid =
    event && event.reads.length > 0 && single && signsAny
      ? `
test("refuses a payload that its schema does not allow", async () => {
  const delivery = await signedDelivery(${literal}, { ...options, payload: {} });
  expect((await deliver(${target}, delivery)).status).toBe(422);
});
`
      : "";
  return {
    path: `test/${id}.test.ts`,
    text: `${head}${keys}const options = { secret: ${secret}, url${type}${published ? ", keys" : ""} };

${handled}
  const first = await deliver(${target}, delivery);
  expect(first.status).toBe(200);${second}
});

const breaks = ${broken};
test.each(breaks)("refuses a delivery with %o", async (broken) => {
  const delivery = await signedDelivery(${literal}, { ...options, ...broken });
  expect((await deliver(${target}, delivery)).status).toBe(401);
});
${invalid}`,
  };
}

/** Tests with signed deliveries, for each provider. */
export const testFiles = (starter: Starter): readonly StarterFile[] => [
  ...endpointFile(starter),
  ...starter.providers.map((provider) => testFile(starter, provider)),
];
