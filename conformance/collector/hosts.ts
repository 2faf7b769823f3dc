import { join } from "node:path";
import { exchange } from "../../packages/testing/src/test-adapter-exchange.ts";
import { checkHost } from "../hosts/check-host.ts";
import { bunTraits, denoTraits, type HostTraits, workerdTraits } from "../hosts/host-traits.ts";
import { socketBodyCases } from "../hosts/socket-bodies.ts";
import { socketRequestCases } from "../hosts/socket-requests.ts";
import type { RunResult } from "../run.ts";
import { bundle } from "./bundle.ts";
import { registerServiceWorker, withPage } from "./chromium.ts";
import type { Conformer } from "./conformer.ts";
import type { Tool } from "./find-executable.ts";
import { bunArgs, denoArgs, startProcess } from "./start-process.ts";
import { type Served, startWorkerd } from "./start-workerd.ts";
import { within } from "./within.ts";

const dir = join(import.meta.dirname, "../hosts");

/** A server that writes its port as its first line. */
async function startServer(executable: string, args: readonly string[]): Promise<Served> {
  const { child, ended, stop } = startProcess(executable, args);
  const port = new Promise<string>((resolve) => {
    child.stdout?.once("data", (line) => resolve(String(Number.parseInt(line, 10))));
  });
  try {
    const listening = within("listening", Promise.race([port, ended]));
    return { url: `http://127.0.0.1:${await listening}`, close: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const startBun = (executable: string): Promise<Served> =>
  startServer(executable, [...bunArgs, join(dir, "serve-bun.ts")]);

const startDeno = (executable: string): Promise<Served> =>
  startServer(executable, [...denoArgs, join(dir, "serve-deno.ts")]);

const startWorker = async (executable: string): Promise<Served> =>
  startWorkerd(
    executable,
    await bundle("hosts/serve-workerd.ts", { target: "workerd" }),
    "without",
  );

interface Host {
  readonly name: string;
  readonly tool: Tool;
  readonly start: (executable: string) => Promise<Served>;
  readonly traits: HostTraits;
}

/** A host that is asked over sockets, with the receiver behind `carrier`. */
function served({ name, tool, start, traits }: Host, carrier: "fetch" | "hono"): Conformer {
  const run = async (executable: string): Promise<RunResult> => {
    const { url, close } = await start(executable);
    const more = [...socketBodyCases, ...socketRequestCases];
    try {
      const checking = checkHost({ url: `${url}/${carrier}`, traits, exchange, more });
      return await within(name, checking);
    } finally {
      await close();
    }
  };
  const suffix = carrier === "hono" ? ", Hono" : "";
  return { name: name + suffix, tool, peers: "sockets", run };
}

/** The client as a page's global function. */
type PageGlobals = typeof globalThis & {
  readonly askServiceWorker: () => Promise<RunResult>;
};

async function askServiceWorker(executable: string): Promise<RunResult> {
  const worker = await bundle("hosts/serve-service-worker.ts", { target: "browser" });
  const client = await bundle("hosts/ask-service-worker.ts", { target: "browser" });
  const files = new Map([...worker, ...client]);
  const options = { origin: "secure", script: "ask-service-worker.js" } as const;
  return withPage(executable, files, options, async (one) => {
    await registerServiceWorker(one, "serve-service-worker.js");
    return one.evaluate(() => (globalThis as PageGlobals).askServiceWorker());
  });
}

const socketHosts: readonly Host[] = [
  { name: "`Bun.serve`", tool: "bun", start: startBun, traits: bunTraits },
  { name: "`Deno.serve`", tool: "deno", start: startDeno, traits: denoTraits },
  { name: "workerd", tool: "workerd", start: startWorker, traits: workerdTraits },
];

/** The hosts that speak Fetch, as they are asked from outside. */
export const hosts: readonly Conformer[] = [
  ...socketHosts.flatMap((host) => [served(host, "fetch"), served(host, "hono")]),
  { name: "Chromium, service worker", tool: "chromium", peers: "page", run: askServiceWorker },
];
