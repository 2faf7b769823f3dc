import type { SchemaResult, StandardSchema } from "@hooks/core";
import { type EventVersion, nameOfVersion } from "./event-versions.ts";
import { SenderError } from "./sender-error.ts";

/** A key that is no name may be data: an address in a dictionary, for one. */
const nameOf = (part: PropertyKey | { readonly key: PropertyKey }): string => {
  const key = String(typeof part === "object" ? part.key : part);
  return /^\w{1,64}$/.test(key) ? key : "*";
};

/**
 * Checks an event's data by its schema, and gives what the schema makes of it.
 *
 * @param what the event type, for the message
 * @throws SenderError `event_invalid`, naming the place only: an issue's message may quote the data
 */
async function checkData(schema: StandardSchema, data: unknown, what: string): Promise<unknown> {
  let result: SchemaResult<unknown>;
  try {
    result = await schema["~standard"].validate(data);
  } catch (cause) {
    throw new SenderError("event_invalid", "data", `the schema of ${what} failed`, { cause });
  }
  if (result.issues === undefined) return result.value;
  const path = result.issues[0]?.path ?? [];
  const field = ["data", ...path.slice(0, 10).map(nameOf)].join(".");
  throw new SenderError("event_invalid", field, `does not match the schema of ${what}`);
}

/** Checks data of the newest version, and turns it into an older one step by step, each of which is checked. */
export async function convertData(
  type: string,
  versions: readonly EventVersion[],
  data: unknown,
  target: number,
): Promise<unknown> {
  let converted = data;
  for (let i = versions.length - 1; i >= target; i--) {
    const version = versions[i] as EventVersion;
    const name = nameOfVersion(type, version);
    converted = await checkData(version.definition.schema, converted, name);
    if (i === target) break;
    try {
      converted = await version.toPrevious?.(converted as never);
    } catch (cause) {
      throw new SenderError("event_invalid", "data", `${name} can't be converted`, { cause });
    }
  }
  return converted;
}
