import type { StandardSchema } from "@hooks/core";
import type { EventInput, EventTypes } from "./event.ts";
import { convertData } from "./event-data.ts";
import {
  compareVersions,
  definitionOf,
  type EventDeclaration,
  type EventDefinition,
  type EventVersion,
  type EventVersions,
  nameOfVersion,
  type SchemaInput,
  type VersionsByType,
} from "./event-versions.ts";
import { type OpenApiDocument, type OpenApiOptions, openApiOf } from "./open-api.ts";
import { SenderError } from "./sender-error.ts";

/** The data that events of a declared type are made with: what its schema takes, of the newest version. */
export type EventData<Declaration extends EventDeclaration> =
  Declaration extends EventVersions<infer Newest>
    ? SchemaInput<Newest>
    : Declaration extends StandardSchema
      ? SchemaInput<Declaration>
      : Declaration extends EventDefinition<infer Schema>
        ? SchemaInput<Schema>
        : never;

/** Event type -> the data it is made with. */
export type EventsOfDeclarations<Declarations extends Readonly<Record<string, EventDeclaration>>> =
  {
    readonly [Type in keyof Declarations & string]: EventData<Declarations[Type]>;
  };

/** The event types of an application. */
export interface EventCatalogue<Events extends Readonly<Record<string, unknown>>>
  extends EventTypes<Events> {
  /**
   * Describes the event types, their versions and how they are signed, as an OpenAPI 3.1 document of webhooks.
   *
   * @throws SenderError `option_invalid` for a schema that has no JSON Schema; `event_invalid` for an example that its
   * schema refuses
   */
  readonly openApi: (options: OpenApiOptions) => Promise<OpenApiDocument>;
}

const typeSyntax = /^[\w-]+(\.[\w-]+)*$/;
const versionSyntax = /^[\w-]+$/;
const maxNameLength = 200;

const isName = (name: string, syntax: RegExp): boolean =>
  name.length <= maxNameLength && syntax.test(name);

const invalid = (field: string, message: string): SenderError =>
  new SenderError("option_invalid", field, message);

function readVersions(type: string, declaration: EventDeclaration): readonly EventVersion[] {
  if (!isName(type, typeSyntax)) throw invalid("events", "a type is not words joined by dots");
  const versions =
    "versions" in declaration ? declaration.versions : [{ definition: definitionOf(declaration) }];
  for (const [i, { name, definition }] of versions.entries()) {
    if (typeof definition.schema?.["~standard"]?.validate !== "function") {
      throw invalid(type, "has no Standard Schema");
    }
    const before = versions[i - 1]?.name;
    if (name === undefined) continue;
    if (!isName(name, versionSyntax)) throw invalid(type, "a version's name is no word");
    if (before !== undefined && compareVersions(before, name) >= 0) {
      throw invalid(type, `the version ${name} does not sort behind ${before}`);
    }
  }
  return versions;
}

/** The newest that is no newer than the pin. A type that came later than the pin is sent in its first version. */
function versionFor(versions: readonly EventVersion[], pin: string | undefined): number {
  if (pin === undefined) return versions.length - 1;
  const isNewer = ({ name }: EventVersion): boolean =>
    name !== undefined && compareVersions(name, pin) > 0;
  return Math.max(
    0,
    versions.findLastIndex((one) => !isNewer(one)),
  );
}

/**
 * Declares the event types that an application sends, each by a schema of its data.
 *
 * What is sent is what the schema makes of the data: defaults are filled in, and what it strips is not sent.
 *
 * @throws SenderError `option_invalid` for a type or version that is not spelt as it has to be, or has no schema
 */
export function defineEvents<const Declarations extends Readonly<Record<string, EventDeclaration>>>(
  declarations: Declarations,
): EventCatalogue<EventsOfDeclarations<Declarations>> {
  const byType: VersionsByType = new Map(
    Object.entries(declarations).map(([type, one]) => [type, readVersions(type, one)]),
  );
  const all = [...byType].flatMap(([type, versions]) =>
    versions.map((version) => nameOfVersion(type, version)),
  );
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  if (twice !== undefined) throw invalid(twice, "is a type, and a version of another");
  const pins = new Set([...byType.values()].flat().map(({ name }) => name));

  return {
    async convert({ type, data }: EventInput, pin) {
      const versions = byType.get(type);
      if (versions === undefined) throw new SenderError("event_invalid", "type", "is not defined");
      const isVersioned = versions[0]?.name !== undefined;
      if (isVersioned && !pins.has(pin) && pin !== undefined) {
        throw new SenderError("endpoint_invalid", "version", "is of no event type");
      }
      const target = versionFor(versions, pin);
      const converted = await convertData(type, versions, data, target);
      const version = versions[target]?.name;
      return version === undefined ? { data: converted } : { data: converted, version };
    },
    openApi: (options) => openApiOf(byType, options),
  };
}
