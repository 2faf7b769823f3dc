import { convertData } from "./event-data.ts";
import {
  type EventVersion,
  type JsonSchema,
  nameOfVersion,
  type VersionsByType,
} from "./event-versions.ts";
import { jsonSchemaOf } from "./json-schema.ts";

/** What the document of an application's webhooks says beside its event types. */
export interface OpenApiOptions {
  readonly title: string;
  /** Of the document. */
  readonly version: string;
  readonly description?: string | undefined;
  /** How deliveries are signed, or the signature's headers and what each says. Default `standard-webhooks`. */
  readonly signature?:
    | "standard-webhooks"
    | "http-message-signatures"
    | Readonly<Record<string, string>>
    | undefined;
}

/** An OpenAPI 3.1 document, to be written as JSON. */
export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: Readonly<Record<string, string>>;
  readonly jsonSchemaDialect: string;
  readonly webhooks: Readonly<Record<string, JsonSchema>>;
  readonly components: Readonly<
    Record<"parameters" | "schemas", Readonly<Record<string, JsonSchema>>>
  >;
}

const identity = {
  "webhook-id": "The event's id. It is the same whenever the event is sent again.",
  "webhook-timestamp": "When this attempt was made, in seconds since the epoch.",
} as const;

const headersBySignature = {
  "standard-webhooks": {
    ...identity,
    "webhook-signature":
      "Signatures of `id.timestamp.body`, in base64 behind `v1,` (HMAC-SHA256) or `v1a,` (Ed25519), separated by spaces. One has to match.",
  },
  "http-message-signatures": {
    ...identity,
    "content-digest": "The digest of the body (RFC 9530).",
    "signature-input": "What each signature covers, by which key and when (RFC 9421).",
    signature: "The signatures (RFC 9421). One has to match.",
  },
} as const;

const parameterOf = ([name, description]: readonly [string, string]): JsonSchema => ({
  name,
  in: "header",
  required: true,
  description,
  schema: { type: "string" },
});

const responses = {
  "2XX": { description: "The event was taken in. Any other answer makes it be sent again." },
  "410": { description: "The endpoint wants no more events, and is disabled." },
};

function envelopeSchema(type: string, place: string): JsonSchema {
  return {
    type: "object",
    required: ["id", "type", "timestamp", "data"],
    properties: {
      id: { type: "string" },
      type: { const: type },
      timestamp: { type: "string", format: "date-time" },
      data: { $ref: place },
    },
  };
}

/** The example of a version, or that of the newest, converted. */
async function exampleOf(
  type: string,
  versions: readonly EventVersion[],
  index: number,
): Promise<JsonSchema | undefined> {
  const own = versions[index]?.definition.example;
  const chain = own === undefined ? versions : versions.slice(0, index + 1);
  const example = own ?? versions.at(-1)?.definition.example;
  if (example === undefined) return undefined;
  const data = await convertData(type, chain, example, index);
  const timestamp = "2026-11-21T16:20:00.000Z";
  return { example: { value: { id: "evt_2Zk9fQ", type, timestamp, data } } };
}

/** Writes the document. */
export async function openApiOf(
  byType: VersionsByType,
  { title, version, description, signature = "standard-webhooks" }: OpenApiOptions,
): Promise<OpenApiDocument> {
  const headers = typeof signature === "string" ? headersBySignature[signature] : signature;
  const schemas: Record<string, JsonSchema> = {};
  const webhooks: Record<string, JsonSchema> = {};
  for (const [type, versions] of byType) {
    for (const [i, one] of versions.entries()) {
      const name = nameOfVersion(type, one);
      const place = `#/components/schemas/${name}`;
      schemas[name] = jsonSchemaOf(name, one.definition, place);
      const examples = await exampleOf(type, versions, i);
      const { description: about, deprecated } = one.definition;
      webhooks[name] = {
        post: {
          operationId: name,
          ...(about !== undefined && { description: about }),
          ...(deprecated && { deprecated }),
          parameters: Object.keys(headers).map((header) => ({
            $ref: `#/components/parameters/${header}`,
          })),
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: envelopeSchema(type, place),
                ...(examples && { examples }),
              },
            },
          },
          responses,
        },
      };
    }
  }
  const parameters = Object.fromEntries(
    Object.entries(headers).map((entry) => [entry[0], parameterOf(entry)]),
  );
  return {
    openapi: "3.1.1",
    info: { title, version, ...(description !== undefined && { description }) },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    webhooks,
    components: { parameters, schemas },
  };
}
