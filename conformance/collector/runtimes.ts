import { join } from "node:path";
import type { RunResult } from "../run.ts";
import type { CryptoPath } from "../subject.ts";
import { bundle } from "./bundle.ts";
import { type Origin, registerServiceWorker, withPage } from "./chromium.ts";
import type { Conformer } from "./conformer.ts";
import type { Tool } from "./find-executable.ts";
import { bunArgs, denoArgs, startProcess } from "./start-process.ts";
import { type NodejsCompat, startWorkerd } from "./start-workerd.ts";
import { within } from "./within.ts";

const script = join(import.meta.dirname, "../runners/run-installed.ts");

interface InstalledResult extends RunResult {
  /** Where the runtime has found `@hooks/core`. */
  readonly core: string;
}

/** On the packages as they are installed. */
function installed(name: string, tool: Tool, args: readonly string[] = []): Conformer {
  const run = async (executable: string): Promise<RunResult> => {
    const { ended, stop } = startProcess(executable, [...args, script]);
    try {
      const { core, counts, failures } = JSON.parse(await within(name, ended)) as InstalledResult;
      const isBuilt = core.endsWith("/packages/core/dist/node/index.js");
      const problems = isBuilt ? [] : [`${core} was run, which is not what was built`];
      return { counts, failures: [...failures, ...problems] };
    } finally {
      await stop();
    }
  };
  return { name, tool, crypto: "node:crypto", peers: "all", run };
}

interface WorkerdResult extends RunResult {
  readonly hasNode: boolean;
}

function workerd(name: string, nodejsCompat: NodejsCompat): Conformer {
  const run = async (executable: string): Promise<RunResult> => {
    const files = await bundle("runners/run-workerd.ts", { target: "workerd" });
    const { url, close } = await startWorkerd(executable, files, nodejsCompat);
    try {
      const response = await within(name, fetch(url));
      const { hasNode, counts, failures } = (await response.json()) as WorkerdResult;
      const isMeant = hasNode === (nodejsCompat === "with");
      const problems = isMeant ? [] : [`Node's globals are ${hasNode ? "" : "not "}there`];
      return { counts, failures: [...failures, ...problems] };
    } finally {
      await close();
    }
  };
  return { name, tool: "workerd", crypto: "WebCrypto", peers: "all", run };
}

/** The checks as a page's global function. */
type PageGlobals = typeof globalThis & {
  readonly runConformance: (cryptoPath: CryptoPath) => Promise<RunResult>;
};

interface Page {
  readonly name: string;
  readonly origin: Origin;
  readonly crypto: CryptoPath;
  readonly peers: string;
  /** Leaves what is loaded on demand in files of its own; asking for one, also again, takes a page a while. */
  readonly splitting: boolean;
}

function page({ name, origin, crypto, peers, splitting }: Page): Conformer {
  const run = async (executable: string): Promise<RunResult> => {
    const files = await bundle("runners/run-page.ts", { target: "browser", splitting });
    return withPage(executable, files, { origin, script: "run-page.js" }, (one) =>
      one.evaluate((path) => (globalThis as PageGlobals).runConformance(path), crypto),
    );
  };
  return { name, tool: "chromium", crypto, peers, run };
}

async function runServiceWorker(executable: string): Promise<RunResult> {
  const files = await bundle("runners/run-service-worker.ts", { target: "browser" });
  return withPage(executable, files, { origin: "secure" }, async (one) => {
    await registerServiceWorker(one, "run-service-worker.js");
    return one.evaluate(async () => (await fetch("/result")).json());
  });
}

/** The runtimes that run all the checks. */
export const runtimes: readonly Conformer[] = [
  installed("Node 22", "node22"),
  installed("Node 24", "node24"),
  installed("Node 26", "node26"),
  installed("Deno", "deno", denoArgs),
  installed("Bun", "bun", bunArgs),
  workerd("workerd, with `nodejs_compat`", "with"),
  workerd("workerd, without `nodejs_compat`", "without"),
  page({
    name: "Chromium, page",
    origin: "secure",
    crypto: "WebCrypto",
    peers: "all",
    splitting: false,
  }),
  page({
    name: "Chromium, page from an insecure origin",
    origin: "insecure",
    crypto: "noble",
    peers: "without key pairs",
    splitting: true,
  }),
  {
    name: "Chromium, service worker",
    tool: "chromium",
    crypto: "WebCrypto",
    peers: "all",
    run: runServiceWorker,
  },
];
