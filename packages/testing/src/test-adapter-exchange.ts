import { Buffer } from "node:buffer";
import { type Agent, type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";

/** A request as it is put on the wire: nothing is added but `host`, and nothing is changed. */
export interface AdapterRequest {
  readonly method?: string | undefined;
  /** Behind the served URL, sent as it is. */
  readonly path?: string | undefined;
  /** In this order and case; a name may come twice. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly body?: Uint8Array | undefined;
  /** Sends the body in these pieces, each a chunk of a chunked body, and declares no length. */
  readonly pieces?: Iterable<Uint8Array> | undefined;
  readonly agent?: Agent | undefined;
}

/** An answer as it came. */
export interface AdapterAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Less than test runners allow a test, so that the failure says what it was that hung. */
const patienceMs = 4000;

/** Rejects when `work` takes too long. */
export async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  const { promise, reject } = deferred<never>();
  const timer = setTimeout(
    () => reject(new Error(`${what} takes over ${patienceMs} ms`)),
    patienceMs,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A promise with its ends in hand. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** Makes a {@link Deferred}. */
export function deferred<T = void>(): Deferred<T> {
  let resolve: Deferred<T>["resolve"] = () => undefined;
  let reject: Deferred<T>["reject"] = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

async function answerOf(response: IncomingMessage): Promise<AdapterAnswer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const headers = Object.entries(response.headersDistinct).map(([name, values]) => [
    name,
    values?.join(", "),
  ]);
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? "",
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

const targetOf = (url: string, { path = "" }: AdapterRequest): URL & { target: string } => {
  const at = new URL(url);
  return Object.assign(at, { target: at.pathname.replace(/\/$/, "") + path || "/" });
};

/** Sends one request and reads the whole answer. */
export function exchange(url: string, sent: AdapterRequest): Promise<AdapterAnswer> {
  const { method = "POST", headers = [], body, pieces, agent = false } = sent;
  const { hostname, port, host, target } = targetOf(url, sent);
  const length: [string, string][] = pieces
    ? [["transfer-encoding", "chunked"]]
    : body
      ? [["content-length", String(body.length)]]
      : [];
  const hasLength = headers.some(([name]) => name.toLowerCase() === "content-length");
  const lines = [["host", host] as const, ...headers, ...(hasLength ? [] : length)];
  const { promise, resolve, reject } = deferred<AdapterAnswer>();
  const outgoing = request({ hostname, port, method, path: target, agent, headers: lines.flat() });
  outgoing.on("error", reject);
  outgoing.on("response", (response) => answerOf(response).then(resolve, reject));
  const send = (): void => {
    if (pieces) writeAll(outgoing, pieces[Symbol.iterator]());
    else outgoing.end(body);
  };
  if (headers.some(([name]) => name.toLowerCase() === "expect")) {
    outgoing.on("continue", send);
    outgoing.flushHeaders();
  } else {
    send();
  }
  return inTime("an answer", promise).finally(() => outgoing.destroy());
}

/** Writes on after an answer came, as clients do that send first and read later. */
function writeAll(outgoing: ReturnType<typeof request>, pieces: Iterator<Uint8Array>): void {
  for (;;) {
    if (outgoing.destroyed) return;
    const { done, value } = pieces.next();
    if (done) {
      outgoing.end();
      return;
    }
    if (!outgoing.write(value)) {
      outgoing.once("drain", () => writeAll(outgoing, pieces));
      return;
    }
  }
}

/** Opens a connection and sends a request's head and no more than `body`; the rest is the caller's. */
export async function openRequest(url: string, sent: AdapterRequest): Promise<Socket> {
  const { method = "POST", headers = [], body } = sent;
  const { hostname, port, host, target } = targetOf(url, sent);
  const socket = connect(Number(port), hostname);
  // How the connection ends is the host's affair.
  socket.on("error", () => undefined);
  const lines = [["host", host] as const, ...headers].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
  await write(socket, body ?? new Uint8Array());
  return socket;
}

/** Writes, and waits until the other side has taken it in. A connection that has ended is no fault here. */
export function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  const { promise, resolve } = deferred();
  socket.write(bytes, () => resolve());
  return inTime("writing", promise);
}

/** What comes until `end` has been in it so often, or the connection ends. */
export function readText(socket: Socket, end: string, times = 1): Promise<string> {
  const { promise, resolve } = deferred<string>();
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    if (text.split(end).length > times) resolve(text);
  });
  socket.on("close", () => resolve(text));
  return inTime("reading", promise);
}
