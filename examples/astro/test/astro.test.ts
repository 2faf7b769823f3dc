import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { run, type StartedApp, startApp } from "../../test/start-app.ts";
import { testEndpoint, testForms, testLimit } from "../../test/test-endpoint.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 30_000 });

const folder = new URL("../", import.meta.url);

describe("the example", () => {
  let app: StartedApp;
  const url = (): string => `${app.url}/webhooks/stripe`;

  beforeAll(async () => {
    await run(folder, ["astro", "build"]);
    app = await startApp(folder, () => [process.execPath, "dist/server/entry.mjs"]);
  });

  afterAll(() => app?.stop());

  testEndpoint(url, () => app.handled());
  testLimit(url);
  testForms(url, "403 Cross-site POST form submissions are forbidden");
});

describe("without the check of the origin", () => {
  let app: StartedApp;

  beforeAll(async () => {
    await run(folder, ["astro", "build", "--config", "test/any-origin.config.ts"]);
    app = await startApp(folder, () => [process.execPath, "dist/any-origin/server/entry.mjs"]);
  });

  afterAll(() => app?.stop());

  testForms(() => `${app.url}/webhooks/stripe`);
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "astro/src/pages/webhooks/stripe.ts")).toBe(true);
});
