/** A process with a queue of its own, in the file that it is told. */
import { serveQueue } from "@hooks/testing";
import { sqliteQueue } from "../../src/index.ts";

const [path = ""] = process.argv.slice(2);
serveQueue(sqliteQueue({ path, pollMs: 20 }));
