/** A worker's `fetch`. */
import { carriers } from "./carriers.ts";
import { createHostFetch } from "./host-fetch.ts";

// biome-ignore lint/style/noDefaultExport: what a worker is.
export default { fetch: createHostFetch(carriers) };
