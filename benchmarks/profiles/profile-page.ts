import { bundle } from "../../conformance/collector/bundle.ts";
import { withPage } from "../../conformance/collector/chromium.ts";
import type { repeatVerify } from "../runtimes/repeat-verify.ts";

type PageGlobals = typeof globalThis & { readonly repeatVerify: typeof repeatVerify };

/** A profile of verifying in a page, as JSON. */
export async function profilePage(executable: string, bytes: number, ms: number): Promise<string> {
  const files = await bundle("../benchmarks/runtimes/run-page.ts", { target: "browser" });
  return withPage(executable, files, { origin: "secure", script: "run-page.js" }, async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Profiler.enable");
    await session.send("Profiler.setSamplingInterval", { interval: 100 });
    await session.send("Profiler.start");
    await page.evaluate(
      ([size, time]) => (globalThis as PageGlobals).repeatVerify(size as number, time as number),
      [bytes, ms],
    );
    const { profile } = await session.send("Profiler.stop");
    return JSON.stringify(profile);
  });
}
