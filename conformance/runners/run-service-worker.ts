/** The runner for service workers: one that answers a page's request for `/result`. */
import { onFetch } from "../hosts/on-fetch.ts";
import { run } from "../run.ts";
import { bundledSubject } from "./bundled-subject.ts";

onFetch("/result", async () => Response.json(await run(bundledSubject("WebCrypto"))));
