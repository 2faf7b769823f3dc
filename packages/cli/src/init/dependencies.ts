import type { Framework, Starter, StoreName } from "./starter.ts";

/** Names and ranges, as package.json has them. */
export type Ranges = Readonly<Record<string, string>>;

/** What other people's packages are asked for, beside ours, by who needs them. */
export const versions = {
  "@aws-sdk/client-dynamodb": "^3.1100.0",
  "@hono/node-server": "^2.1.8",
  "@types/express": "^5.0.6",
  "@types/node": "^24.19.2",
  "@types/react": "^19.3.0",
  express: "^5.3.0",
  fastify: "^5.12.8",
  hono: "^4.13.19",
  ioredis: "^6.0.0",
  next: "^16.4.6",
  react: "^19.3.1",
  "react-dom": "^19.3.1",
  typescript: "^7.0.2",
  vitest: "^5.1.1",
  zod: "^4.6.7",
} as const;

type Name = keyof typeof versions;

const ofFramework: Readonly<Record<Framework, readonly Name[]>> = {
  express: ["express"],
  fastify: ["fastify"],
  hono: ["@hono/node-server", "hono"],
  next: ["next", "react", "react-dom"],
};

const ofStore: Readonly<Record<StoreName, readonly Name[]>> = {
  memory: [],
  redis: ["ioredis"],
  dynamodb: ["@aws-sdk/client-dynamodb"],
};

function ranges(names: readonly string[], own: string): Ranges {
  const entries = [...names]
    .sort()
    .map((name) => [name, name.startsWith("@hooks/") ? own : versions[name as Name]]);
  return Object.fromEntries(entries);
}

/**
 * What a project has to install.
 *
 * @param own the range of our packages
 */
export function dependenciesOf(
  { framework, store }: Starter,
  own: string,
): { readonly dependencies: Ranges; readonly devDependencies: Ranges } {
  const isShared = store !== "memory";
  return {
    dependencies: ranges(
      [
        `@hooks/${framework}`,
        "@hooks/providers",
        `@hooks/store-${store}`,
        ...ofFramework[framework],
        ...ofStore[store],
        "zod",
      ],
      own,
    ),
    devDependencies: ranges(
      [
        "@hooks/cli",
        "@hooks/testing",
        ...(isShared ? ["@hooks/store-memory"] : []),
        ...(framework === "express" ? ["@types/express"] : []),
        "@types/node",
        ...(framework === "next" ? ["@types/react"] : []),
        "typescript",
        "vitest",
      ],
      own,
    ),
  };
}
