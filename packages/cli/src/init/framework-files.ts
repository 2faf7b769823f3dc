import { bracketed } from "./source.ts";
import type { Framework, Starter, StarterFile, StarterProvider } from "./starter.ts";

/** How the store is made. */
const storeCall = ({ store }: Starter): string =>
  store === "memory" ? "createStore()" : "createStore(env)";

const relativeImports = ({ providers, extension }: Starter): string =>
  [
    ["environment", "type { Environment }"] as const,
    ["store", "{ createStore }"] as const,
    ...providers.map(({ id, literal }) => [`${id}/receiver`, `{ ${literal}Receiver }`] as const),
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, names]) => `import ${names} from "./${path}${extension}";\n`)
    .join("");

/** A provider whose handshake is no POST needs a route for that as well. */
const methodOf = ({ otherMethods }: StarterProvider): string =>
  otherMethods.length > 0 ? "all" : "post";

/** Those whose keys a developer's own can stand for. */
export const publishing = ({ providers }: Starter): readonly StarterProvider[] =>
  providers.filter(({ published, signable }) => published && signable);

/** What a receiver is made with. */
const given = ({ literal, published, signable }: StarterProvider): string =>
  published && signable ? `env, store, keys.${literal}` : "env, store";

/** The types that a module of routes needs of its adapter. */
const typesOf = (starter: Starter): string =>
  publishing(starter).length > 0 ? "type KeyCache, type Store" : "type Store";

/** No comma or semicolon follows, for which there has to be room on a line. */
const nothingAfter = -1;

/** The function that makes all routes, up to its body; and before it, what it says of keys. */
function head(starter: Starter, comment: string, result: string): string {
  const own = publishing(starter);
  const parts = ["env: Environment", `store: Store = ${storeCall(starter)}`];
  const lines = own.map(({ literal }) => `  readonly ${literal}?: KeyCache;\n`).join("");
  const keys = `/** Keys that stand for those which a provider publishes, in development. */
export interface Keys {
${lines}}

`;
  const all = own.length > 0 ? [...parts, "keys: Keys = {}"] : parts;
  return `${own.length > 0 ? keys : ""}${comment}
${bracketed("export function webhooks(", all, `): ${result} {`, "", nothingAfter)}`;
}

/** A module that starts the app: with the providers' keys, and for development with some of one's own. */
function entries(
  starter: Starter,
  text: (imports: string, keys: string, given: string) => string,
): readonly StarterFile[] {
  const { base } = starter;
  const server = { path: `${base}server.ts`, text: text("", "", "process.env") };
  const own = [...publishing(starter)].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (own.length === 0) return [server];
  const imports = own.map(
    ({ id, literal }) => `import { ${literal} } from "@hooks/providers/${id}";\n`,
  );
  const keys = own.map(({ literal }) => `${literal}: localKeys(${literal})`);
  const declared = `
/**
 * For development: of these providers, what \`hooks trigger\` signs by the keys in .hooks is taken. What they sign
 * themselves is not; for that, \`npm start\`.
 */
const keys = ${bracketed("{", keys, "}", "", 13)};
`;
  const tools = `${imports.join("")}import { localKeys } from "@hooks/testing";\n`;
  const dev = {
    path: `${base}dev.ts`,
    text: text(tools, declared, "process.env, undefined, keys"),
  };
  return [server, dev];
}

const why = `/** All webhooks. Mount them before any body parser: what is signed are the bytes that were sent. */`;

function routes(starter: Starter, adapter: string, rest: string): StarterFile {
  return {
    path: `${starter.base}webhooks/routes.ts`,
    text: `${adapter}${relativeImports(starter)}\n${rest}`,
  };
}

const port = "const port = Number(process.env.PORT ?? 3000);";

function express(starter: Starter): readonly StarterFile[] {
  const { providers, extension } = starter;
  const lines = providers.map(
    (one) =>
      `    .${methodOf(one)}("/${one.id}", toExpress(${one.literal}Receiver(${given(one)})))`,
  );
  return [
    routes(
      starter,
      `import { ${typesOf(starter)}, toExpress } from "@hooks/express";\nimport { Router } from "express";\n`,
      `${head(starter, why, "Router")}
  return Router()
${lines.join("\n")};
}
`,
    ),
    ...entries(
      starter,
      (imports, keys, args) => `${imports}import express from "express";
import { webhooks } from "./webhooks/routes${extension}";
${keys}
const app = express();
app.use("/webhooks", webhooks(${args}));
app.use(express.json());

${port}
app.listen(port, () => console.log(\`listening on http://localhost:\${port}\`));
`,
    ),
  ];
}

function fastify(starter: Starter): readonly StarterFile[] {
  const { providers, extension } = starter;
  const lines = providers.map((one) => {
    const call = `    app.register(toFastify(${one.literal}Receiver(${given(one)})), `;
    return `${call}${bracketed("{", [`url: "/${one.id}"`], "});", "    ", call.length - 4 + nothingAfter)}\n`;
  });
  return [
    routes(
      starter,
      `import { ${typesOf(starter)}, toFastify } from "@hooks/fastify";\nimport type { FastifyPluginAsync } from "fastify";\n`,
      `${head(starter, "/** All webhooks. They read the bytes that were sent by themselves, past the app's parsers. */", "FastifyPluginAsync")}
  return async (app) => {
${lines.join("")}  };
}
`,
    ),
    ...entries(
      starter,
      (imports, keys, args) => `${imports}import Fastify from "fastify";
import { webhooks } from "./webhooks/routes${extension}";
${keys}
const app = Fastify();
app.register(webhooks(${args}), { prefix: "/webhooks" });

${port}
console.log(\`listening on \${await app.listen({ port })}\`);
`,
    ),
  ];
}

function hono(starter: Starter): readonly StarterFile[] {
  const { providers, extension } = starter;
  const lines = providers.map(
    (one) => `    .${methodOf(one)}("/${one.id}", toHono(${one.literal}Receiver(${given(one)})))`,
  );
  return [
    routes(
      starter,
      `import { ${typesOf(starter)}, toHono } from "@hooks/hono";\nimport { Hono } from "hono";\n`,
      `${head(starter, why, "Hono")}
  return new Hono()
${lines.join("\n")};
}
`,
    ),
    ...entries(
      starter,
      (imports, keys, args) => `import { serve } from "@hono/node-server";
${imports}import { Hono } from "hono";
import { webhooks } from "./webhooks/routes${extension}";
${keys}
const app = new Hono();
app.route("/webhooks", webhooks(${args}));

${port}
serve({ fetch: app.fetch, port }, () => console.log(\`listening on http://localhost:\${port}\`));
`,
    ),
  ];
}

function next(starter: Starter): readonly StarterFile[] {
  const { base, providers } = starter;
  const up = "../../../webhooks";
  return providers.map(({ id, literal, otherMethods }) => ({
    path: `${base}app/webhooks/${id}/route.ts`,
    text: `import { toNext } from "@hooks/next";
${[
  `import { ${literal}Receiver } from "${up}/${id}/receiver";\n`,
  `import { createStore } from "${up}/store";\n`,
]
  .sort((a, b) => ((a.split("from")[1] ?? "") < (b.split("from")[1] ?? "") ? -1 : 1))
  .join("")}
export const { ${[...otherMethods, "POST"].join(", ")} } = toNext(${literal}Receiver(createStore()));
`,
  }));
}

const writers: Readonly<Record<Framework, (starter: Starter) => readonly StarterFile[]>> = {
  express,
  fastify,
  hono,
  next,
};

/** The routes of a framework, and a server where there is no app yet. */
export function frameworkFiles(starter: Starter): readonly StarterFile[] {
  return writers[starter.framework](starter).filter(
    ({ path }) => !(starter.hasApp && /(server|dev)\.ts$/.test(path)),
  );
}
