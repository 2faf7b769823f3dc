import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment } from "./test-endpoint.ts";

type Environment = Readonly<Record<string, string>>;

/** An app that runs in a process of its own. */
export interface StartedApp {
  readonly url: string;
  /** The ids of the events that its handler has printed, each at the start of a line. */
  readonly handled: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Where a folder's own commands come first, nothing is reported to anybody, and no tool sees that it is tested. */
function processOptions(
  folder: URL,
  env: Environment,
): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  const bin = fileURLToPath(new URL("node_modules/.bin", folder));
  return {
    cwd: fileURLToPath(folder),
    env: {
      ...process.env,
      PATH: [bin, process.env["PATH"]].join(delimiter),
      NODE_ENV: "production",
      VITEST: undefined,
      ASTRO_TELEMETRY_DISABLED: "1",
      DENO_NO_UPDATE_CHECK: "1",
      DO_NOT_TRACK: "1",
      ...env,
    },
  };
}

/** Runs a command in a folder to its end. @throws Error with what it printed when it fails */
export async function run(
  folder: URL,
  [file = "", ...args]: readonly string[],
  env: Environment = {},
): Promise<void> {
  await promisify(execFile)(file, args, processOptions(folder, env));
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await once(server.close(), "close");
  return String(port);
}

async function isListening(port: string): Promise<boolean> {
  const socket = connect(Number(port), "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/**
 * Starts an app, and waits until it listens.
 *
 * @param commandFor the command for a port, which also is in the environment as `PORT`, beside `HOST`
 * @throws Error with what it printed when it does not
 */
export async function startApp(
  folder: URL,
  commandFor: (port: string) => readonly string[],
  env: Environment = {},
): Promise<StartedApp> {
  const port = await freePort();
  const [file = "", ...args] = commandFor(port);
  const app = spawn(file, args, {
    ...processOptions(folder, { ...environment, HOST: "127.0.0.1", PORT: port, ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [app.stdout, app.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = once(app, "exit");
  for (let tries = 0; !(await isListening(port)); tries++) {
    if (app.exitCode !== null || tries === 2000) {
      app.kill("SIGKILL");
      throw new Error(`the app does not listen: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `http://127.0.0.1:${port}`,
    handled: () => output.match(/^evt_\w+/gm) ?? [],
    stop: async () => {
      app.kill("SIGKILL");
      await ended;
    },
  };
}
