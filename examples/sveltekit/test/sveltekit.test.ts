import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { run, type StartedApp, startApp } from "../../test/start-app.ts";
import { paid, post, testEndpoint, testForms, testLimit } from "../../test/test-endpoint.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 30_000 });

const folder = new URL("../", import.meta.url);
// SvelteKit runs the route's module to build it.
const buildSecret = { STRIPE_WEBHOOK_SECRET: "no secret, for the build alone" };

describe("the example", () => {
  let app: StartedApp;
  const url = (): string => `${app.url}/webhooks/stripe`;

  beforeAll(async () => {
    await run(folder, ["vite", "build"], buildSecret);
    app = await startApp(folder, () => [process.execPath, "dist/index.js"]);
  });

  afterAll(() => app?.stop());

  testEndpoint(url, () => app.handled());
  testForms(url, "403 Cross-site POST form submissions are forbidden");

  test("a body over adapter-node's limit is one that ends early", async () => {
    const body = paid("evt_half_a_mebibyte").padEnd(512 * 1024 + 1);
    expect((await post(url(), { body })).text).toBe('400 {"error":"body_malformed"}');
  });
});

describe("with trusted origins, and a higher limit", () => {
  let app: StartedApp;
  const url = (): string => `${app.url}/webhooks/stripe`;

  beforeAll(async () => {
    await run(folder, ["vite", "build", "--config", "test/any-origin.config.ts"], buildSecret);
    const env = { BODY_SIZE_LIMIT: "11M" };
    app = await startApp(folder, () => [process.execPath, "dist/any-origin/index.js"], env);
  });

  afterAll(() => app?.stop());

  testForms(url);
  testLimit(url);
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "sveltekit/src/routes/webhooks/stripe/+server.ts")).toBe(true);
});
