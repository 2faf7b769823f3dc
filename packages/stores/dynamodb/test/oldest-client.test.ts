import { createRequire } from "node:module";
import { testStore } from "@hooks/testing";
import { afterAll, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { showingItems } from "./showing-items.ts";
import { startDynalite } from "./start-dynalite.ts";
import { startProxy } from "./start-proxy.ts";

// The sources too get the oldest version that the package's peer range promises.
vi.mock("@aws-sdk/client-dynamodb", () => createRequire(import.meta.url)("client-dynamodb-oldest"));

vi.setConfig({ testTimeout: 60_000 });

const dynalite = await startDynalite();
const proxy = await startProxy(dynalite.url);
const client = clientOf(proxy.url);

afterAll(async () => {
  await proxy.close();
  await dynalite.stop();
});

test("the version is the oldest of the peer range", () => {
  const require = createRequire(import.meta.url);
  const { version } = require("client-dynamodb-oldest/package.json");
  expect(require("../package.json").peerDependencies["@aws-sdk/client-dynamodb"]).toBe(
    `^${version}`,
  );
  expect(client).toBeInstanceOf(require("client-dynamodb-oldest").DynamoDBClient);
});

const create = async () => {
  proxy.intercept(showingItems);
  return { store: dynamodbStore({ client, table: await dynalite.createTable() }) };
};

// The other cases are about what DynamoDB does, which is the same.
testStore("dynamodb, oldest client", create, {
  test: (name, run) => {
    if (/: (settle|reply|digest): /.test(name)) test(name, run);
  },
});

test("it learns what stands in the table from a refused write", async () => {
  const { store } = await create();
  await store.claim("k", { leaseMs: 60_000 });
  proxy.operations.length = 0;
  expect(await store.claim("k", { leaseMs: 60_000 })).toMatchObject({ state: "in_progress" });
  expect(proxy.operations).toEqual(["PutItem"]);
});

test("it lets the clock hear the answers", async () => {
  const { store } = await create();
  proxy.intercept(async ({ forward }) => {
    const { date, ...headers } = (await forward()).headers;
    return { status: 200, headers, body: "{}" };
  });
  await expect(store.claim("k", { leaseMs: 60_000 })).rejects.toMatchObject({
    cause: { message: "the answer has no date" },
  });
});
