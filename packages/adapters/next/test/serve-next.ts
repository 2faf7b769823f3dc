import { execFile } from "node:child_process";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ServedAdapter } from "@hooks/testing";
import type next from "next";
import { serveNode } from "../../node/test/serve-node.ts";
import { type Receiver, toNext, toNextApi } from "../src/index.ts";
import { answerWith } from "./app/served.ts";

const require = createRequire(import.meta.url);

const dir = fileURLToPath(new URL("app", import.meta.url));

/** The app, built for production and running in this process. */
export interface NextApp {
  /** Serves a receiver below a path of the app, behind what a custom server does first. */
  readonly serve: (
    receiver: Receiver,
    path: string,
    before?: (req: IncomingMessage) => Promise<unknown>,
  ) => Promise<ServedAdapter>;
  readonly close: () => Promise<void>;
}

/** Builds the app and starts it. */
export async function startNext(): Promise<NextApp> {
  const command = [require.resolve("next/dist/bin/next"), "build", dir];
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  await promisify(execFile)(process.execPath, command, { env });
  const createServer: typeof next.default = require("next");
  const app = createServer({ dev: false, dir, quiet: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    serve: async (receiver, path, before = async () => undefined) => {
      answerWith({ appRouter: toNext(receiver), pagesRouter: toNextApi(receiver) });
      const { url, close } = await serveNode(async (req, res) => {
        // The suite sends to the server's root as well.
        if (req.url === "/") req.url = path;
        await before(req);
        await handle(req, res);
      });
      return { url: url + path, close };
    },
    close: () => app.close(),
  };
}
