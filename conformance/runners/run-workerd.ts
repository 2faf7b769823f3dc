/** The runner for workerd: a worker that answers a request with the result. */
import { run } from "../run.ts";
import { bundledSubject } from "./bundled-subject.ts";

// biome-ignore lint/style/noDefaultExport: what a worker is.
export default {
  fetch: async (): Promise<Response> => {
    const result = await run(bundledSubject("WebCrypto"));
    return Response.json({ ...result, hasNode: "process" in globalThis });
  },
};
