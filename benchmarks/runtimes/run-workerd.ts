/** The runner for workerd: a worker that is given the pace and answers with the timings. */
import { measureRuntime } from "./measure-runtime.ts";

// biome-ignore lint/style/noDefaultExport: what a worker is.
export default {
  fetch: async (request: Request): Promise<Response> =>
    Response.json(await measureRuntime(await request.json())),
};
