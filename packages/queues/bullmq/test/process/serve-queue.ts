/** A process with a queue of its own, in the Redis and of the name that it is told. */
import { serveQueue } from "@hooks/testing";
import { bullmqQueue } from "../../src/index.ts";

const [port = "", name = ""] = process.argv.slice(2);
serveQueue(bullmqQueue({ connection: { port: Number(port) }, name, pollMs: 20 }));
