import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineEvents, type OpenApiDocument, versioned } from "../src/index.ts";

const person = z.object({
  name: z.string().meta({ examples: [{ $ref: "#/info" }] }),
  get friends() {
    return z.array(person);
  },
});

const events = defineEvents({
  "user.created": versioned("v1", {
    schema: z.object({ name: z.string() }),
    deprecated: true,
    description: "Somebody signed up.",
  }).next(
    "v2",
    {
      schema: z.object({ first: z.string(), last: z.string() }),
      example: { first: "Ada", last: "Lovelace" },
    },
    ({ first, last }) => ({ name: `${first} ${last}` }),
  ),
  "person.found": person,
  "day.ended": {
    schema: z.object({ at: z.date() }),
    jsonSchema: { type: "object", properties: { at: { type: "string" }, next: { $ref: "#" } } },
  },
});

const options = { title: "Example", version: "1.0.0", description: "What we send." };

/** The document as others read it. */
const written = async (changes = {}): Promise<OpenApiDocument> =>
  JSON.parse(JSON.stringify(await events.openApi({ ...options, ...changes })));

test.each([
  "standard-webhooks",
  "http-message-signatures",
  { "x-webhook-signature": "HMAC-SHA256 of the body, in hex." },
])(
  "the document is one of OpenAPI 3.1, with references that lead somewhere: %j",
  async (signature) => {
    const document = await written({ signature });
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document) as never)).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
    const headers = Object.keys(document.components.parameters);
    expect(headers).toContain(
      typeof signature === "object"
        ? "x-webhook-signature"
        : signature === "standard-webhooks"
          ? "webhook-signature"
          : "signature-input",
    );
    const references: string[] = [];
    JSON.stringify(document, (key, value) => {
      if (key === "$ref" && typeof value === "string" && value !== "#/info") references.push(value);
      return value;
    });
    expect(references.length).toBeGreaterThan(8);
    for (const reference of references) {
      const parts = reference.replace("#/", "").split("/");
      const found = parts.reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        document,
      );
      expect([reference, typeof found]).toEqual([reference, "object"]);
    }
  },
);

test("the validator finds what is wrong", async () => {
  const document = { ...(await written()), webhooks: { a: { post: { parameters: 1 } } } };
  expect((await new Validator().validate(document as never)).valid).toBe(false);
});

test("each version stands by itself, with its own data", async () => {
  const { webhooks, components } = await written();
  expect(Object.keys(webhooks)).toEqual([
    "user.created.v1",
    "user.created.v2",
    "person.found",
    "day.ended",
  ]);
  expect(components.schemas["user.created.v1"]).toMatchObject({
    type: "object",
    properties: { name: { type: "string" } },
    required: ["name"],
  });
  const of = (name: string) => webhooks[name]?.["post"] as Record<string, unknown>;
  expect(of("user.created.v1")).toMatchObject({
    operationId: "user.created.v1",
    description: "Somebody signed up.",
    deprecated: true,
  });
  expect(of("user.created.v2")["deprecated"]).toBe(undefined);
  const example = (name: string) =>
    JSON.stringify(of(name)["requestBody"]).match(/"data":(\{[^{}]*\})\}\}\}/)?.[1];
  expect(example("user.created.v2")).toBe('{"first":"Ada","last":"Lovelace"}');
  expect(example("user.created.v1"), "made of the newest").toBe('{"name":"Ada Lovelace"}');
});

test("references of a schema lead into it, and data stays as it is", async () => {
  const { components } = await written();
  const properties = {
    at: { type: "string" },
    $ref: { $ref: "#/properties/at" },
    const: { $ref: "#" },
  };
  const odd = defineEvents({ "day.ended": { schema: z.any(), jsonSchema: { properties } } });
  const { schemas } = (await odd.openApi(options)).components;
  expect(schemas["day.ended"]?.["properties"]).toEqual({
    at: { type: "string" },
    $ref: { $ref: "#/components/schemas/day.ended/properties/at" },
    const: { $ref: "#/components/schemas/day.ended" },
  });
  const found = JSON.stringify(components.schemas["person.found"]);
  expect(found).toContain('"examples":[{"$ref":"#/info"}]');
  expect(found).toContain('"$ref":"#/components/schemas/person.found');
});

test("an example that its schema refuses is found", async () => {
  const wrong = defineEvents({ a: { schema: z.object({ n: z.number() }), example: { n: "1" } } });
  await expect(wrong.openApi(options)).rejects.toMatchObject({
    code: "event_invalid",
    field: "data.n",
  });
});

test("a schema without JSON Schema is named", async () => {
  const schema = {
    "~standard": { version: 1, vendor: "test", validate: () => ({ value: 1 }) },
  } as const;
  for (const one of [schema, z.object({ at: z.date() })]) {
    await expect(defineEvents({ "a.b": one }).openApi(options)).rejects.toMatchObject({
      code: "option_invalid",
      field: "a.b",
    });
  }
});
