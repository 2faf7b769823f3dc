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

const why = `/** All webhooks. Mount them before any body parser: what is signed are the bytes that were sent. */`;

function routes(starter: Starter, adapter: string, rest: string): StarterFile {
  return {
    path: `${starter.base}webhooks/routes.ts`,
    text: `${adapter}${relativeImports(starter)}\n${rest}`,
  };
}

const port = "const port = Number(process.env.PORT ?? 3000);";

function express(starter: Starter): readonly StarterFile[] {
  const { base, providers, extension } = starter;
  const lines = providers.map(
    (one) => `    .${methodOf(one)}("/${one.id}", toExpress(${one.literal}Receiver(env, store)))`,
  );
  return [
    routes(
      starter,
      `import { type Store, toExpress } from "@hooks/express";\nimport { Router } from "express";\n`,
      `${why}
export function webhooks(env: Environment, store: Store = ${storeCall(starter)}): Router {
  return Router()
${lines.join("\n")};
}
`,
    ),
    {
      path: `${base}server.ts`,
      text: `import express from "express";
import { webhooks } from "./webhooks/routes${extension}";

const app = express();
app.use("/webhooks", webhooks(process.env));
app.use(express.json());

${port}
app.listen(port, () => console.log(\`listening on http://localhost:\${port}\`));
`,
    },
  ];
}

function fastify(starter: Starter): readonly StarterFile[] {
  const { base, providers, extension } = starter;
  const lines = providers.map(
    ({ id, literal }) =>
      `    app.register(toFastify(${literal}Receiver(env, store)), { url: "/${id}" });\n`,
  );
  return [
    routes(
      starter,
      `import { type Store, toFastify } from "@hooks/fastify";\nimport type { FastifyPluginAsync } from "fastify";\n`,
      `/** All webhooks. They read the bytes that were sent by themselves, past the app's parsers. */
export function webhooks(env: Environment, store: Store = ${storeCall(starter)}): FastifyPluginAsync {
  return async (app) => {
${lines.join("")}  };
}
`,
    ),
    {
      path: `${base}server.ts`,
      text: `import Fastify from "fastify";
import { webhooks } from "./webhooks/routes${extension}";

const app = Fastify();
app.register(webhooks(process.env), { prefix: "/webhooks" });

${port}
console.log(\`listening on \${await app.listen({ port })}\`);
`,
    },
  ];
}

function hono(starter: Starter): readonly StarterFile[] {
  const { base, providers, extension } = starter;
  const lines = providers.map(
    (one) => `    .${methodOf(one)}("/${one.id}", toHono(${one.literal}Receiver(env, store)))`,
  );
  return [
    routes(
      starter,
      `import { type Store, toHono } from "@hooks/hono";\nimport { Hono } from "hono";\n`,
      `${why}
export function webhooks(env: Environment, store: Store = ${storeCall(starter)}): Hono {
  return new Hono()
${lines.join("\n")};
}
`,
    ),
    {
      path: `${base}server.ts`,
      text: `import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { webhooks } from "./webhooks/routes${extension}";

const app = new Hono();
app.route("/webhooks", webhooks(process.env));

${port}
serve({ fetch: app.fetch, port }, () => console.log(\`listening on http://localhost:\${port}\`));
`,
    },
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
    ({ path }) => !(starter.hasApp && path.endsWith("server.ts")),
  );
}
