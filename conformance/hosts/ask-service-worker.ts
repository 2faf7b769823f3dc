/** In a page: sends the service worker that has taken it over all that a page can send. */
import type { AdapterRequest } from "../../packages/testing/src/test-adapter-exchange.ts";
import type { RunResult } from "../run.ts";
import { checkHost } from "./check-host.ts";
import { serviceWorkerTraits } from "./host-traits.ts";
import type { Exchange } from "./host-trial.ts";

const exchange: Exchange = async (url, sent: AdapterRequest) => {
  const { method = "POST", path = "", headers = [], body } = sent;
  const lines = new Headers();
  for (const [name, value] of headers) lines.append(name, value);
  const init = { method, headers: lines, body: (body as Uint8Array<ArrayBuffer>) ?? null };
  const response = await fetch(url + path, init);
  return {
    status: response.status,
    statusText: response.statusText,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
};

Object.assign(globalThis, {
  askServiceWorker: (): Promise<RunResult> =>
    checkHost({ url: `${location.origin}/fetch`, traits: serviceWorkerTraits, exchange }),
});
