import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Store } from "@hooks/core";
import { memoryStore } from "@hooks/store-memory";

/** When a claim stops, for good: before it is there, or after, with nobody told. */
export type Stop = "before" | "after" | undefined;

/** A store that outlives those who use it. */
export interface ServedStore {
  readonly url: string;
  /** Lets that much time go by. */
  readonly pass: (ms: number) => void;
  /** Stops the next claims there. */
  readonly stopClaims: (stop: Stop) => void;
  /** How many claims were stopped. */
  readonly stopped: () => number;
  readonly close: () => Promise<void>;
}

export async function serveStore(): Promise<ServedStore> {
  let nowMs = 0;
  let stop: Stop;
  let stopped = 0;
  const store: Store = memoryStore({ now: () => nowMs });
  const server = createServer(async (request, response) => {
    const [verb, ...args] = JSON.parse(await text(request)) as [keyof Store, ...never[]];
    const isStopped = verb === "claim" && stop !== undefined;
    if (isStopped && stop === "before") {
      stopped++;
      return;
    }
    const answer = await (store[verb] as (...given: never[]) => unknown)(...args);
    if (isStopped) stopped++;
    else response.end(JSON.stringify(answer));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pass: (ms) => {
      nowMs += ms;
    },
    stopClaims: (where) => {
      stop = where;
    },
    stopped: () => stopped,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
