import type { EventDefinition, JsonSchema } from "./event-versions.ts";
import { SenderError } from "./sender-error.ts";

/** What a schema has that follows the Standard JSON Schema specification as well. */
interface JsonSchemaSource {
  readonly jsonSchema?: { readonly output: (options: { readonly target: string }) => unknown };
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keywords whose value is data, and keywords whose value has names of the user as keys. */
const dataKeywords = new Set(["const", "enum", "default", "example", "examples"]);
const mapKeywords = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);

/** References to the schema itself become references to the place where it will stand. */
function moved(schema: unknown, place: string): unknown {
  if (Array.isArray(schema)) return schema.map((one) => moved(one, place));
  // One with an id of its own is what its references are relative to.
  if (!isObject(schema) || typeof schema["$id"] === "string") return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (dataKeywords.has(keyword)) return [keyword, value];
      if (keyword === "$ref" && typeof value === "string" && /^#(\/|$)/.test(value)) {
        return [keyword, place + value.slice(1)];
      }
      if (!mapKeywords.has(keyword) || !isObject(value)) return [keyword, moved(value, place)];
      const entries = Object.entries(value).map(([name, one]) => [name, moved(one, place)]);
      return [keyword, Object.fromEntries(entries)];
    }),
  );
}

/**
 * The JSON Schema of what is sent, to stand at a place in a document.
 *
 * @param name the event type and version, for the message
 * @throws SenderError `option_invalid` where there is none
 */
export function jsonSchemaOf(
  name: string,
  { schema, jsonSchema }: EventDefinition,
  place: string,
): JsonSchema {
  let made: unknown = jsonSchema;
  let cause: unknown;
  try {
    const source = schema["~standard"] as JsonSchemaSource;
    made ??= source.jsonSchema?.output({ target: "draft-2020-12" });
  } catch (error) {
    cause = error;
  }
  if (isObject(made)) {
    const { $schema: _, ...rest } = made;
    return moved(rest, place) as JsonSchema;
  }
  const message = "the schema can't be written as JSON Schema: give one as `jsonSchema`";
  throw new SenderError("option_invalid", name, message, { cause });
}
