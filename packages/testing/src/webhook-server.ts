import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createKeyCache,
  isWebhookError,
  type KeyCache,
  type Provider,
  type Secret,
  verify,
} from "@hooks/core";
import { type FailureStep, parseFailureScript } from "./failure-script.ts";
import { playStep } from "./play-step.ts";
import {
  type AwaitedDeliveries,
  type DeliveryOrder,
  eventTime,
  ReceivedDeliveries,
  type ReceivedDelivery,
} from "./received-deliveries.ts";

/** How a {@link createWebhookServer} answers, and what it keeps. */
export interface WebhookServerOptions {
  /** With a secret: whose deliveries are verified; others are answered as a receiver does. */
  readonly provider?: Provider | undefined;
  readonly secret?: Secret | undefined;
  /** The keys of a provider that publishes them. Default: fetched where it does. */
  readonly keys?: KeyCache | undefined;
  /**
   * What is done with one delivery after the other, such as `"500x3, timeout, 429(retry-after=5), reset, 200"`; the
   * last step is that of all further ones. Or a script for each path, `*` for those that are not named. Default `"200"`.
   */
  readonly script?: string | Readonly<Record<string, string>> | undefined;
  /** A larger body is answered 413 and not kept. Default 10 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** How many deliveries are kept; the oldest goes first. Default 1,000. */
  readonly maxReceived?: number | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** A server for tests, which listens on this machine alone. */
export interface WebhookServer {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  /** What has come so far, oldest first. */
  readonly received: () => readonly ReceivedDelivery[];
  /** How often one came again. What was refused does not count. */
  readonly duplicates: () => number;
  /**
   * Those that came after one that should have come later. A duplicate is no second one.
   *
   * @param order what a delivery is ordered by: numbers, or texts in the order of their characters; default the
   * `timestamp` of a JSON body
   */
  readonly outOfOrder: (order?: DeliveryOrder) => readonly ReceivedDelivery[];
  /** Forgets what has come, and begins its scripts anew. */
  readonly clear: () => void;
  /**
   * Waits for a number of deliveries in all, or for one that a function accepts, and gives those. Those that have come
   * before count.
   *
   * @throws Error when they have not come within `timeoutMs` (default 5,000), or the server was closed
   */
  readonly waitFor: (
    awaited: AwaitedDeliveries,
    timeoutMs?: number,
  ) => Promise<readonly ReceivedDelivery[]>;
  /** Closes it at once, and every connection that is open. */
  readonly close: () => Promise<void>;
}

/** The whole body; `undefined` where it is too large. What comes beyond that is thrown away. */
function readBody(req: IncomingMessage, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    req.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      else resolve(undefined);
    });
    req.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    req.on("error", reject);
  });
}

function parseScripts(script: WebhookServerOptions["script"]): Map<string, readonly FailureStep[]> {
  const byPath = typeof script === "object" ? script : { "*": script ?? "200" };
  return new Map(
    Object.entries({ "*": "200", ...byPath }).map(([path, text]) => [
      path,
      parseFailureScript(text),
    ]),
  );
}

/**
 * Starts an HTTP server on a free port that keeps what it receives, and fails as its script says.
 *
 * With a provider and a secret it verifies: what it refuses is answered with the status and the code of a receiver,
 * and takes no step of the script.
 *
 * @throws Error for a script that can't be read, and for a provider without a secret
 */
export async function createWebhookServer(
  options: WebhookServerOptions = {},
): Promise<WebhookServer> {
  const {
    provider,
    secret,
    keys = createKeyCache(),
    maxBodyBytes = 10_485_760,
    now = Date.now,
  } = options;
  if ((provider === undefined) !== (secret === undefined)) {
    throw new Error("to verify, the server needs both a provider and a secret");
  }
  const scripts = parseScripts(options.script);
  const deliveries = new ReceivedDeliveries(options.maxReceived ?? 1000);
  let attempts = new Map<string, number>();
  let steps = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string): number => {
    const next = (counts.get(key) ?? 0) + 1;
    counts.set(key, next);
    return next;
  };

  const nextStep = (path: string): FailureStep => {
    const key = scripts.has(path) ? path : "*";
    const script = scripts.get(key) as readonly FailureStep[];
    return script[Math.min(count(steps, key), script.length) - 1] as FailureStep;
  };

  async function take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const receivedAt = now();
    const body = await readBody(req, maxBodyBytes);
    if (body === undefined) {
      res.writeHead(413, { connection: "close" }).end();
      return;
    }
    const { pathname, href } = new URL(`${url}${req.url}`);
    const delivery = { method: req.method ?? "", url: href, headers: req.headersDistinct, body };
    const told: { verified?: ReceivedDelivery["verified"]; error?: ReceivedDelivery["error"] } = {};
    let refusedWith = 0;
    if (provider !== undefined) {
      try {
        told.verified = await verify(provider, delivery, { secret, now, keys });
      } catch (error) {
        if (!isWebhookError(error)) throw error;
        told.error = error.code;
        refusedWith = error.status;
      }
    }
    const step = refusedWith === 0 ? nextStep(pathname) : undefined;
    const text = new TextDecoder().decode(body);
    const attempt = count(attempts, pathname);
    deliveries.add({ ...delivery, text, receivedAt, attempt, ...told });
    if (step) playStep(step, req, res);
    else {
      res.writeHead(refusedWith, { "content-type": "application/json" });
      res.end(JSON.stringify({ error: told.error }));
    }
  }

  const server = createServer((req, res) => {
    take(req, res).catch(() => res.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    received: () => deliveries.list,
    duplicates: () => deliveries.duplicates,
    outOfOrder: (order = eventTime) => deliveries.outOfOrder(order),
    clear: () => {
      deliveries.clear();
      attempts = new Map();
      steps = new Map();
    },
    waitFor: (awaited, timeoutMs = 5000) => deliveries.waitFor(awaited, timeoutMs),
    close: async () => {
      deliveries.close();
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close().closeAllConnections();
      await closed;
    },
  };
}
