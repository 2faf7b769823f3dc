import { bracketed, keyOf, readSource, schemaSource } from "./source.ts";
import type { Starter, StarterEvent, StarterFile, StarterProvider } from "./starter.ts";

/** A sentence of a comment: the names of strangers end no comment. */
export const words = (text: string): string =>
  text.replaceAll("*/", "* /").replaceAll(/[\r\n]/g, " ");

function handlerFile(dir: string, adapter: string, name: string, event: StarterEvent): StarterFile {
  const { type, slug, body, reads } = event;
  const logged = ["id", ...reads.map(readSource)];
  const call = bracketed("console.log(", [JSON.stringify(type), ...logged], ");", "  ");
  const argument = reads.length > 0 ? "{ id, payload }" : "{ id }";
  return {
    path: `${dir}/${slug}.ts`,
    text: `import type { WebhookEvent } from "${adapter}";
import { z } from "zod";

/** What is read of the payload. A delivery without it is refused; what else it holds is left out. */
export const schema = ${schemaSource(body, reads)};

type Event = WebhookEvent<${JSON.stringify(type)}, z.infer<typeof schema>>;

/** Does the work. Throw, and ${words(name)} is told to send it again. */
export async function handle(${argument}: Event): Promise<void> {
  ${call}
}
`,
  };
}

function anyEventFile(dir: string, adapter: string, name: string): StarterFile {
  return {
    path: `${dir}/any-event.ts`,
    text: `import type { WebhookEvent } from "${adapter}";

/** Does the work for every event. Throw, and ${words(name)} is told to send it again. */
export async function handle({ id, type }: WebhookEvent): Promise<void> {
  console.log(type, id);
}
`,
  };
}

function receiverFile(
  { base, framework, extension }: Starter,
  provider: StarterProvider,
): StarterFile {
  const adapter = `@hooks/${framework}`;
  // A route of Next is a module, which reads the environment by itself.
  const [env, given, imported] =
    framework === "next"
      ? ["process.env", "", ""]
      : [
          "env",
          "env: Environment, ",
          `import type { Environment } from "../environment${extension}";\n`,
        ];
  const { id, name, literal, events, secret, url, verifyToken } = provider;
  const hasKeys = provider.published && provider.signable;
  const modules = events.length > 0 ? events : [{ slug: "any-event", module: "anyEvent" }];
  const imports = [...modules]
    .sort((a, b) => (`${a.slug}.` < `${b.slug}.` ? -1 : 1))
    .map((one) => `import * as ${one.module} from "./${one.slug}${extension}";\n`);
  const record = (of: string): string =>
    bracketed(
      "{",
      events.map(({ type, module }) => `${keyOf(type)}: ${module}.${of}`),
      "}",
      "    ",
      of === "schema" ? 8 : 4,
    );
  const lines = [
    `provider: ${literal}`,
    `secret: ${env}.${secret}`,
    url && `url: ${env}.${url}`,
    verifyToken && `verifyToken: ${env}.${verifyToken}`,
    hasKeys && "keys",
    "store",
    ...(events.length > 0
      ? [`schema: ${record("schema")}`, `on: ${record("handle")}`]
      : [`on: { "*": anyEvent.handle }`]),
    "onOutcome: report",
  ].filter((line) => typeof line === "string");
  return {
    path: `${base}webhooks/${id}/receiver.ts`,
    text: `import { createReceiver, ${hasKeys ? "type KeyCache, " : ""}type Receiver, type Store } from "${adapter}";
import { ${literal} } from "@hooks/providers/${id}";
${imported}import { report } from "../report${extension}";
${imports.join("")}
/** Takes in what ${words(name)} sends${hasKeys ? ", by the keys that it publishes unless others are given" : ""}. */
export function ${literal}Receiver(${given}store: Store${hasKeys ? ", keys?: KeyCache" : ""}): Receiver {
  return createReceiver({
${lines.map((line) => `    ${line},\n`).join("")}  });
}
`,
  };
}

/** A variable of the environment, what it is, and where more is said of it. */
type Variable = readonly [name: string, what: string, docs?: string];

/** The variables of the environment. */
export function variablesOf({ providers, store }: Starter): readonly Variable[] {
  const perProvider = providers.flatMap(
    ({ name, docs, secret, url, verifyToken, published }): Variable[] => [
      [
        secret,
        published
          ? `Which deliveries of ${words(name)} are yours`
          : `The signing secret of ${words(name)}`,
        docs,
      ],
      ...(url
        ? [[url, `The public URL that ${words(name)} sends to, which it signs`] as Variable]
        : []),
      ...(verifyToken
        ? [[verifyToken, `What ${words(name)} has to say to be answered`] as Variable]
        : []),
    ],
  );
  if (store === "redis")
    return [
      ...perProvider,
      ["REDIS_URL", "The Redis that remembers deliveries, such as redis://localhost:6379"],
    ];
  if (store === "dynamodb") {
    return [...perProvider, ["WEBHOOKS_TABLE", "The DynamoDB table that remembers deliveries"]];
  }
  return perProvider;
}

/** The receivers, their handlers, and what they share: the same in each framework. */
export function webhookFiles(starter: Starter): readonly StarterFile[] {
  const { base, framework, providers } = starter;
  const adapter = `@hooks/${framework}`;
  const variables = variablesOf(starter).map(
    ([name, comment]) => `  /** ${comment}. */\n  readonly ${name}?: string | undefined;\n`,
  );
  const environment: readonly StarterFile[] = [
    {
      path: `${base}webhooks/environment.ts`,
      text: `/** What the webhooks are configured by. A secret that is missing stops the start. */
export interface Environment {
${variables.join("")}}
`,
    },
  ];
  const report: StarterFile = {
    path: `${base}webhooks/report.ts`,
    text: `import type { Outcome } from "${adapter}";

/** Tells what became of a delivery. An outcome holds no payload, secret or signature. */
export function report({ provider, kind, status, type, id, code, error }: Outcome): void {
  console.log([provider, kind, status, type, id, code].filter(Boolean).join(" "));
  if (kind === "failed") console.error(error?.cause ?? error);
}
`,
  };
  const each = providers.flatMap((provider) => {
    const dir = `${base}webhooks/${provider.id}`;
    const { events, name } = provider;
    const handlers = events.map((event) => handlerFile(dir, adapter, name, event));
    return [
      receiverFile(starter, provider),
      ...(events.length > 0 ? handlers : [anyEventFile(dir, adapter, name)]),
    ];
  });
  const shared = [...(framework === "next" ? [] : environment), report, storeFile(starter)];
  return [...shared, ...each];
}

function storeFile({ base, framework, store, extension }: Starter): StarterFile {
  const adapter = `@hooks/${framework}`;
  const path = `${base}webhooks/store.ts`;
  const isNext = framework === "next";
  const imported = isNext ? "" : `import type { Environment } from "./environment${extension}";\n`;
  /** The head of a function that needs one variable. */
  const head = (variable: string, name: string): string =>
    isNext
      ? `export function createStore(): Store {\n  const { ${variable}: ${name} } = process.env;`
      : `export function createStore({ ${variable}: ${name} }: Environment): Store {`;
  if (store === "memory") {
    return {
      path,
      text: `import type { Store } from "${adapter}";
import { memoryStore } from "@hooks/store-memory";

/** Remembers in this process what was handled. Several processes need a store that they share. */
export const createStore = (): Store => memoryStore();
`,
    };
  }
  if (store === "redis") {
    return {
      path,
      text: `import type { Store } from "${adapter}";
import { redisStore } from "@hooks/store-redis";
import { Redis } from "ioredis";
${imported}
/** Remembers in Redis what was handled, for all processes together. */
${head("REDIS_URL", "url")}
  if (!url) throw new Error("REDIS_URL is missing");
  const client = new Redis(url, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    socketTimeout: 5000,
  });
  client.on("error", (error) => console.error(error.message));
  return redisStore(client);
}
`,
    };
  }
  return {
    path,
    text: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Store } from "${adapter}";
import { dynamodbStore } from "@hooks/store-dynamodb";
${imported}
/** Remembers in DynamoDB what was handled, for all processes together. */
${head("WEBHOOKS_TABLE", "table")}
  if (!table) throw new Error("WEBHOOKS_TABLE is missing");
  return dynamodbStore({ client: new DynamoDBClient(), table });
}
`,
  };
}
