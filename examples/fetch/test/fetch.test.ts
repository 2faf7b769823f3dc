import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { run, type StartedApp, startApp } from "../../test/start-app.ts";
import { testEndpoint, testForms, testLimit } from "../../test/test-endpoint.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 30_000 });

const folder = new URL("../", import.meta.url);

const require = createRequire(import.meta.url);

// The runtimes themselves: the scripts that npm puts before them don't end them with themselves.
const deno: string = require("deno/install_api.cjs").runInstall();
const workerd: string = require("workerd").default;

const onBun = `
  import server from "./server.ts";
  Bun.serve({ ...server, hostname: "127.0.0.1", port: process.env.PORT });
`;

const commands: Readonly<Record<string, (port: string) => readonly string[]>> = {
  "Bun.serve": () => ["bun", "--eval", onBun],
  "deno serve": (port) => [
    deno,
    "serve",
    "--allow-env",
    "--host=127.0.0.1",
    `--port=${port}`,
    "server.ts",
  ],
  "a worker of workerd": (port) => [
    workerd,
    "serve",
    "test/worker.capnp",
    `--socket-addr=http=127.0.0.1:${port}`,
  ],
};

beforeAll(async () => {
  const options = "--bundle --format=esm --conditions=workerd,worker --outfile=dist/worker.js";
  await run(folder, ["esbuild", "worker.ts", ...options.split(" ")]);
});

describe.each(Object.entries(commands))("%s", (_, commandFor) => {
  let app: StartedApp;

  beforeAll(async () => {
    app = await startApp(folder, commandFor);
  });

  afterAll(() => app?.stop());

  const url = (): string => `${app.url}/webhooks/stripe`;
  testEndpoint(url, () => app.handled());
  testForms(url);
  testLimit(url);
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "fetch/server.ts")).toBe(true);
  expect(guideShows("frameworks", "fetch/worker.ts")).toBe(true);
});
