import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { within } from "./within.ts";

/** A name that leads to this machine, and that no browser takes for it: what comes from there is not secure. */
const insecureHost = "conformance.test";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
];

/** Where a page comes from. */
export type Origin = "secure" | "insecure";

/** Opens a page that has loaded the module `script` of `files`, if any, and closes it after the work. */
export async function withPage<T>(
  executable: string,
  files: ReadonlyMap<string, string>,
  { origin, script }: { readonly origin: Origin; readonly script?: string },
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const tag = script === undefined ? "" : `<script type="module" src="/${script}"></script>`;
  const server = createServer(({ url = "/" }, res) => {
    const file = files.get(url.slice(1));
    if (file === undefined && url !== "/") {
      res.writeHead(404).end();
      return;
    }
    const type = file === undefined ? "text/html" : "text/javascript";
    res.setHeader("content-type", `${type}; charset=utf-8`).end(file ?? `<!doctype html>${tag}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let browser: Browser | undefined;
  try {
    // Its profile is a new folder, which goes with it.
    browser = await chromium.launch({ executablePath: executable, args });
    const page = await browser.newPage();
    await page.goto(`http://${origin === "secure" ? "127.0.0.1" : insecureHost}:${port}/`);
    return await within("a page's work", work(page));
  } finally {
    await browser?.close();
    server.close();
    server.closeAllConnections();
  }
}

/** Lets a service worker take over a page. */
export async function registerServiceWorker(page: Page, script: string): Promise<void> {
  await page.evaluate(async (url) => {
    const { serviceWorker } = navigator;
    await serviceWorker.register(url);
    if (serviceWorker.controller !== null) return;
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve));
  }, `/${script}`);
}
