import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { startDynalite } from "./start-dynalite.ts";

vi.setConfig({ testTimeout: 60_000 });

const dir = mkdtempSync(join(tmpdir(), "dynamodb-"));
const dynalite = await startDynalite(dir);

afterAll(async () => {
  await dynalite.stop();
  rmSync(dir, { recursive: true });
});

test("a restart loses neither what was completed nor what was claimed", async () => {
  const table = await dynalite.createTable();
  const store = dynamodbStore({ client: clientOf(dynalite.url), table });
  const { deliver, runs } = createEndpoint(store, {
    on: {
      "*": async ({ id }) => {
        if (id !== "restarting" || runs.filter((one) => one === id).length > 1) return;
        await dynalite.stop();
        await dynalite.start();
      },
    },
  });
  expect((await deliver("1")).status).toBe(200);
  await dynalite.stop();
  expect((await deliver("1")).status).toBe(503);
  expect((await deliver("2")).status).toBe(503);
  await dynalite.start();
  expect((await deliver("1")).headers).toMatchObject({ "webhook-duplicate": "true" });
  expect((await deliver("2")).status).toBe(200);
  expect((await deliver("restarting")).status).toBe(200);
  expect((await deliver("restarting")).headers).toMatchObject({ "webhook-duplicate": "true" });
  expect(runs).toEqual(["1", "2", "restarting"]);
});
