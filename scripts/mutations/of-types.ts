import type { Mutation } from "./mutation.ts";

const types = { by: "types", tests: [] } as const;

/** Defects of the types: each lets a mistake compile, or hides what is known. */
export const ofTypes: readonly Mutation[] = [
  {
    why: "schemas by type say nothing of the payload",
    file: "schema.ts",
    from: "[Type in keyof Schemas]: SchemaOutput<Schemas[Type]>;",
    to: "[Type in keyof Schemas]: unknown;",
    ...types,
  },
  {
    why: "a misspelt event type compiles",
    file: "event.ts",
    from: "[Type in keyof Events & string]?: Handler<Type, Events[Type]>;",
    to: "[Type in (keyof Events & string) | (string & {})]?: Handler<Type, Type extends keyof Events ? Events[Type] : unknown>;",
    ...types,
  },
  {
    why: "an unknown payload is anything",
    file: "event.ts",
    from: "Payload = unknown,\n> {",
    to: "Payload = any,\n> {",
    ...types,
  },
  {
    why: "the payload of the rest is anything",
    file: "event.ts",
    from: "Rest = unknown>",
    to: "Rest = any>",
    ...types,
  },
  {
    why: "a union's events are not told apart",
    file: "event.ts",
    from: "[Member in Union as Member[Property] & string]: Member;",
    to: "[Member in Union as Member[Property] & string]: Union;",
    ...types,
  },
  {
    why: "an environment variable is no secret",
    file: "secrets.ts",
    from: "export type SecretValue = string | Uint8Array | undefined;",
    to: "export type SecretValue = string | Uint8Array;",
    ...types,
  },
];
