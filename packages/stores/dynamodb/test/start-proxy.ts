import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What is answered to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string | Uint8Array;
  /** Ends the connection after so many bytes of the body. */
  readonly cutAt?: number;
}

/** A request to DynamoDB. */
export interface Call {
  /** Such as `PutItem`. */
  readonly operation: string;
  readonly input: { readonly [name: string]: unknown };
  /** Passes it on; the answer has the date of this process's clock. */
  readonly forward: () => Promise<Answer>;
  /** Makes another request of one's own. */
  readonly ask: (operation: string, input: object) => Promise<Answer>;
}

/** Says what a call is answered; without an answer the connection ends. */
export type Intercept = (call: Call) => Promise<Answer | undefined>;

export interface Proxy {
  readonly url: string;
  /** The operations that were asked for, in order. */
  readonly operations: string[];
  /** Stands between until it is told otherwise; without one, calls are passed on. */
  intercept: (intercept?: Intercept) => void;
  readonly close: () => Promise<void>;
}

const pass: Intercept = ({ forward }) => forward();

async function send(
  url: string,
  headers: IncomingMessage["headers"],
  body: Uint8Array,
): Promise<Answer> {
  const req = request(url, { method: "POST", headers }).end(body);
  const [res] = (await once(req, "response")) as [IncomingMessage];
  const date = new Date().toUTCString();
  return {
    status: res.statusCode ?? 0,
    headers: { ...res.headers, date },
    body: await buffer(res),
  };
}

function answer(res: ServerResponse, given: Answer | undefined): void {
  if (given === undefined) {
    res.destroy();
    return;
  }
  const { status, headers, body, cutAt } = given;
  res.sendDate = false;
  res.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
  if (cutAt === undefined) res.end(body);
  else res.write(Buffer.from(body).subarray(0, cutAt), () => res.destroy());
}

/** Starts an HTTP server that passes requests on to another, and can be told to do worse. */
export async function startProxy(target: string): Promise<Proxy> {
  const operations: string[] = [];
  let intercept = pass;

  const server = createServer(async (req, res) => {
    const body = await buffer(req);
    const [version, operation = ""] = String(req.headers["x-amz-target"]).split(".");
    operations.push(operation);
    const call: Call = {
      operation,
      input: JSON.parse(body.toString()),
      forward: () => send(target, req.headers, body),
      ask: (other, input) => {
        const content = Buffer.from(JSON.stringify(input));
        const headers = { ...req.headers, "x-amz-target": `${version}.${other}` };
        return send(target, { ...headers, "content-length": String(content.length) }, content);
      },
    };
    answer(res, await intercept(call).catch(() => undefined));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations,
    intercept: (next = pass) => {
      intercept = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
