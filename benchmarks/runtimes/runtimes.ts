import { join } from "node:path";
import { bundle } from "../../conformance/collector/bundle.ts";
import { withPage } from "../../conformance/collector/chromium.ts";
import type { Tool } from "../../conformance/collector/find-executable.ts";
import { bunArgs, denoArgs, startProcess } from "../../conformance/collector/start-process.ts";
import { startWorkerd } from "../../conformance/collector/start-workerd.ts";
import { within } from "../../conformance/collector/within.ts";
import type { Pace } from "../measure/take-turns.ts";
import type { measureRuntime, Sized } from "./measure-runtime.ts";

/** A runtime, and how it is measured. */
export interface Runtime {
  readonly name: string;
  readonly tool: Tool;
  readonly measure: (executable: string, pace: Pace) => Promise<readonly Sized[]>;
}

const script = join(import.meta.dirname, "run-installed.ts");

/** With the packages as they are installed. */
function installed(name: string, tool: Tool, args: readonly string[] = []): Runtime {
  const measure: Runtime["measure"] = async (executable, pace) => {
    const { ended, stop } = startProcess(executable, [...args, script, JSON.stringify(pace)]);
    try {
      return JSON.parse(await within(name, ended)) as readonly Sized[];
    } finally {
      await stop();
    }
  };
  return { name, tool, measure };
}

const measureWorkerd: Runtime["measure"] = async (executable, pace) => {
  const files = await bundle("../benchmarks/runtimes/run-workerd.ts", { target: "workerd" });
  const { url, close } = await startWorkerd(executable, files, "without");
  try {
    const answer = await within(
      "workerd",
      fetch(url, { method: "POST", body: JSON.stringify(pace) }),
    );
    if (!answer.ok) throw new Error(`workerd: ${await answer.text()}`);
    return (await answer.json()) as readonly Sized[];
  } finally {
    await close();
  }
};

type PageGlobals = typeof globalThis & { readonly measureRuntime: typeof measureRuntime };

const measurePage: Runtime["measure"] = async (executable, pace) => {
  const files = await bundle("../benchmarks/runtimes/run-page.ts", { target: "browser" });
  return withPage(executable, files, { origin: "secure", script: "run-page.js" }, (page) =>
    page.evaluate((given) => (globalThis as PageGlobals).measureRuntime(given), pace),
  );
};

export const runtimes: readonly Runtime[] = [
  installed("Node 22", "node22"),
  installed("Node 24", "node24"),
  installed("Node 26", "node26"),
  installed("Deno", "deno", denoArgs),
  installed("Bun", "bun", bunArgs),
  { name: "workerd", tool: "workerd", measure: measureWorkerd },
  { name: "Chromium", tool: "chromium", measure: measurePage },
];
