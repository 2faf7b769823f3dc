import type { SchemaOutput, StandardSchema } from "@hooks/core";

/** The type of what a schema takes. */
export type SchemaInput<Schema extends StandardSchema> = NonNullable<
  Schema["~standard"]["types"]
>["input"];

/** A JSON Schema of draft 2020-12, as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema of an event's data, and what there is to say about it. */
export interface EventDefinition<Schema extends StandardSchema = StandardSchema> {
  readonly schema: Schema;
  /** What is sent, for schemas that can't say it themselves. */
  readonly jsonSchema?: JsonSchema | undefined;
  readonly description?: string | undefined;
  /** Data as the schema takes it. */
  readonly example?: SchemaInput<Schema> | undefined;
  /** Endpoints had better move on from it. */
  readonly deprecated?: boolean | undefined;
}

/** One version of an event type. */
export interface EventVersion {
  /** Absent where the type has no versions. */
  readonly name?: string | undefined;
  readonly definition: EventDefinition;
  /** Makes the data of the version before of this version's; absent in the first. */
  readonly toPrevious?: ((data: never) => unknown) | undefined;
}

/** The versions of an event type, from the oldest to the newest. */
export interface EventVersions<Newest extends StandardSchema = StandardSchema> {
  readonly versions: readonly EventVersion[];
  /**
   * Adds a newer version.
   *
   * @param toPrevious makes the data of the version before, for endpoints that are pinned to it
   */
  next<Schema extends StandardSchema>(
    name: string,
    declaration: Schema | EventDefinition<Schema>,
    toPrevious: (data: SchemaOutput<Schema>) => SchemaInput<Newest> | Promise<SchemaInput<Newest>>,
  ): EventVersions<Schema>;
}

/** What an event type is declared by: a schema, a schema and more, or versions of either. */
export type EventDeclaration = StandardSchema | EventDefinition | EventVersions;

/** The definition behind a declaration that has no versions. */
export const definitionOf = (declaration: StandardSchema | EventDefinition): EventDefinition =>
  "~standard" in declaration ? { schema: declaration } : declaration;

function append(versions: readonly EventVersion[]): EventVersions<never> {
  return {
    versions,
    next: (name, declaration, toPrevious) =>
      append([...versions, { name, definition: definitionOf(declaration), toPrevious }]),
  };
}

/**
 * Declares an event type that has versions, by its oldest one; `next` adds the newer ones.
 *
 * @param name letters, digits, `_` and `-`: `v1`, `2026-11-01`. A newer name has to sort behind an older one, numbers by value
 */
export function versioned<Schema extends StandardSchema>(
  name: string,
  declaration: Schema | EventDefinition<Schema>,
): EventVersions<Schema> {
  return append([{ name, definition: definitionOf(declaration) }]);
}

const collator = new Intl.Collator("en", { numeric: true });

/** Which of two versions is older: negative where `a` is. */
export const compareVersions = (a: string, b: string): number => collator.compare(a, b);

/** Event type -> its versions, the oldest first. */
export type VersionsByType = ReadonlyMap<string, readonly EventVersion[]>;

/** What a type and a version of it are called together, in the document. */
export const nameOfVersion = (type: string, { name }: EventVersion): string =>
  name === undefined ? type : `${type}.${name}`;
