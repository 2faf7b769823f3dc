/** A service worker's `fetch` event. */
import { carriers } from "./carriers.ts";
import { createHostFetch } from "./host-fetch.ts";
import { onFetch } from "./on-fetch.ts";

onFetch("/fetch/", createHostFetch(carriers));
