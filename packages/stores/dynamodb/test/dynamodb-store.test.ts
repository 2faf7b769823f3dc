import { DynamoDB, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, describe, expect, test, vi } from "vitest";
import { type DynamodbStoreOptions, dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { documentedSetup } from "./documented-setup.ts";
import { showingItems } from "./showing-items.ts";
import { startDynalite } from "./start-dynalite.ts";
import { startProxy } from "./start-proxy.ts";

vi.setConfig({ testTimeout: 60_000 });

const dynalite = await startDynalite();
const proxy = await startProxy(dynalite.url);
const client = clientOf(proxy.url);

afterAll(async () => {
  await proxy.close();
  await dynalite.stop();
});

describe("options", () => {
  const refused = (options: unknown) =>
    expect(() => dynamodbStore(options as DynamodbStoreOptions)).toThrow(
      expect.objectContaining({ name: "WebhookError", code: "option_invalid" }),
    );

  test.each([
    ["none", undefined],
    ["null", null],
    ["text", "client"],
    ["the class", DynamoDBClient],
    ["its configuration", { region: "eu-west-1" }],
    ["another service's client", { send: async () => ({}), config: { serviceId: "S3" } }],
    ["one that does not send", { config: client.config }],
  ])("client: %s is refused", (_, one) => {
    refused({ client: one, table: "deliveries" });
  });

  test.each([
    undefined,
    null,
    5,
    "",
    "ab",
    "a b",
    "größe",
    "a/b",
    "x".repeat(256),
    "arn:aws:s3:::deliveries",
  ])("table: %j is refused", (table) => {
    refused({ client, table });
  });

  test.each([
    "abc",
    "Webhook_deliveries-2.0",
    "x".repeat(255),
    "arn:aws:dynamodb:eu-west-1:123456789012:table/deliveries",
    "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/deliveries",
  ])("table: %s is taken", (table) => {
    expect(dynamodbStore({ client, table })).toBeDefined();
  });

  test("none at all are refused", () => {
    refused(undefined);
    refused({});
  });
});

/** A delivery, its duplicate, one that fails, and its next try. */
async function works(one: DynamoDBClient): Promise<void> {
  const store = dynamodbStore({ client: one, table: await dynalite.createTable() });
  const { deliver, runs, outcomes } = createEndpoint(store, {
    on: {
      "*": () => {
        if (runs.length === 2) throw new Error("not yet");
      },
    },
  });
  for (const id of ["1", "1", "2", "2"]) await deliver(id);
  const kinds = outcomes.map(({ kind, storeError }) => [kind, storeError]);
  const expected = ["processed", "duplicate", "failed", "processed"];
  expect(kinds).toEqual(expected.map((kind) => [kind, undefined]));
}

describe("a client", () => {
  test("of any class of its package will do", async () => {
    const { region, credentials } = client.config;
    await works(new DynamoDB({ endpoint: proxy.url, region, credentials }));
  });

  test("that was destroyed opens its connections again", async () => {
    const one = clientOf(proxy.url);
    await works(one);
    one.destroy();
    await works(one);
  });

  test("that keeps what it has made of a command does not keep the clock from hearing", async () => {
    const one = clientOf(proxy.url, { cacheMiddleware: true });
    const TableName = await dynalite.createTable();
    await one.send(new PutItemCommand({ TableName, Item: { key: { S: "the owner's" } } }));
    await works(one);
    proxy.intercept(async ({ forward }) => {
      const { date, ...headers } = (await forward()).headers;
      return { status: 200, headers, body: "{}" };
    });
    const store = dynamodbStore({ client: one, table: TableName });
    await expect(store.claim("k", { leaseMs: 1000 })).rejects.toMatchObject({
      cause: { message: "the answer has no date" },
    });
    proxy.intercept();
  });

  test.each([
    ["whose table is not there", client, { name: "ResourceNotFoundException" }],
    ["of a place where nobody listens", clientOf("http://127.0.0.1:1"), { code: "ECONNREFUSED" }],
  ])("%s fails closed", async (_, one, cause) => {
    const store = dynamodbStore({ client: one, table: "not-there" });
    const { deliver, runs, outcomes } = createEndpoint(store);
    expect((await deliver("1")).status).toBe(503);
    expect(runs).toEqual([]);
    expect(outcomes).toMatchObject([{ code: "store_failed", error: { cause: { cause } } }]);
  });
});

test("what it reads is what was written last", async () => {
  const reads: unknown[] = [];
  proxy.intercept(async ({ operation, input, forward }) => {
    if (operation === "GetItem") reads.push(input["ConsistentRead"]);
    return forward();
  });
  await works(client);
  proxy.intercept();
  expect(reads).toEqual([true]);
});

describe("what the README says", () => {
  test("of the actions that it has to be allowed is all that it does, and no more", async () => {
    proxy.operations.length = 0;
    await works(client);
    proxy.intercept(showingItems);
    await works(client);
    proxy.intercept();
    const asked = new Set(proxy.operations.map((operation) => `dynamodb:${operation}`));
    expect([...documentedSetup().actions].sort()).toEqual([...asked].sort());
  });

  test("in shell commands makes the same table as in the template", () => {
    const { table, ttlAttribute, commands } = documentedSetup();
    const option = (name: string) => new RegExp(`--${name} (\\S+)`).exec(commands)?.[1];
    const [attribute] = table.AttributeDefinitions ?? [];
    const [key] = table.KeySchema ?? [];
    expect(commands.match(/--table-name \S+/g)).toEqual(
      Array.from({ length: 3 }, () => `--table-name ${table.TableName}`),
    );
    expect(option("billing-mode")).toBe(table.BillingMode);
    expect(option("attribute-definitions")).toBe(
      `AttributeName=${attribute?.AttributeName},AttributeType=${attribute?.AttributeType}`,
    );
    expect(option("key-schema")).toBe(
      `AttributeName=${key?.AttributeName},KeyType=${key?.KeyType}`,
    );
    expect(option("time-to-live-specification")).toBe(`Enabled=true,AttributeName=${ttlAttribute}`);
  });
});
