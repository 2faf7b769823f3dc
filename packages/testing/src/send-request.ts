import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Delivery } from "@hooks/core";

/** What came back for a delivery. */
export interface DeliveryReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body as text (UTF-8). */
  readonly text: string;
}

/** The bounds of one exchange. */
export interface DeliverOptions {
  /** How long the whole of it may take. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** How long the answer may be. Default 1 MiB. */
  readonly maxReplyBytes?: number | undefined;
}

/** The bounds, with their defaults. */
export function boundsOf({ timeoutMs = 10_000, maxReplyBytes = 1_048_576 }: DeliverOptions): {
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
} {
  return { timeoutMs, maxReplyBytes };
}

/** Headers that the connection itself decides. */
const ofTheConnection =
  /^(connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade|host)$/;

/** A delivery's headers as Node writes them, several of one name kept apart. */
export function headerLists({
  headers,
}: Pick<Delivery, "headers">): Record<string, string | string[]> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of entries) {
    if (value === undefined || ofTheConnection.test(name.toLowerCase())) continue;
    kept[name] = typeof value === "string" ? value : [...value];
  }
  return kept;
}

/** Joined by ", " as Fetch does. */
const joined = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );

/**
 * Sends a delivery's exact bytes and headers to a URL. Redirects are not followed.
 *
 * @throws Error when there is no answer, or none within the bounds
 */
export function sendRequest(
  target: URL,
  delivery: Delivery,
  options: DeliverOptions = {},
): Promise<DeliveryReply> {
  const { timeoutMs, maxReplyBytes } = boundsOf(options);
  const send = target.protocol === "https:" ? httpsRequest : httpRequest;
  const { method, body } = delivery;
  return new Promise((resolve, reject) => {
    const fail = (message: string): void => {
      reject(new Error(message));
      request.destroy();
    };
    const cut = (): void => fail("the connection ended before the answer did");
    const headers = { ...headerLists(delivery), "content-length": body.length };
    const request = send(target, { method, headers, agent: false }, (response) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      response.on("data", (chunk: Uint8Array) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > maxReplyBytes) fail(`the answer is over ${maxReplyBytes} bytes`);
      });
      response.on("error", cut);
      response.on("end", () => {
        const bytes = new Uint8Array(Buffer.concat(chunks));
        const text = new TextDecoder().decode(bytes);
        const { statusCode: status = 0 } = response;
        resolve({ status, headers: joined(response.headers), body: bytes, text });
      });
    });
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    request.on("error", reject).on("close", () => {
      clearTimeout(timer);
      cut();
    });
    request.end(body);
  });
}
