import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { run, type StartedApp, startApp } from "../../test/start-app.ts";
import { testEndpoint, testForms, testLimit } from "../../test/test-endpoint.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 30_000 });

const folder = new URL("../", import.meta.url);
let app: StartedApp;
const url = (): string => `${app.url}/webhooks/stripe`;

beforeAll(async () => {
  await run(folder, ["react-router", "build"]);
  app = await startApp(folder, () => ["react-router-serve", "dist/server/index.js"]);
});

afterAll(() => app?.stop());

testEndpoint(url, () => app.handled());
testLimit(url);
testForms(url);

test("the guide shows it", () => {
  expect(guideShows("frameworks", "react-router/app/routes/stripe-webhook.ts")).toBe(true);
});
