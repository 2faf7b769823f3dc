import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { RecordedDelivery } from "@hooks/testing";

const pieces = 10;

/**
 * Sends a delivery's body piece by piece, as a bad line does.
 *
 * @returns the status of the answer
 * @throws Error when there is none in time
 */
export function sendSlowly(
  url: URL,
  { method, headers, body }: RecordedDelivery,
  overMs: number,
  timeoutMs: number,
): Promise<number> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(overMs + timeoutMs);
    const lists = Object.entries(headers).filter(([, value]) => value !== undefined);
    const request = send(url, {
      method,
      headers: { ...Object.fromEntries(lists), "content-length": body.length },
      agent: false,
      signal,
    });
    let isOver = false;
    request.on("response", (response) => {
      isOver = true;
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.on("error", reject).on("close", () => {
      isOver = true;
      reject(new Error("the connection ended before the answer"));
    });
    const size = Math.max(1, Math.ceil(body.length / pieces));
    // A small body has fewer pieces, and takes as long.
    const waitMs = overMs / Math.max(1, Math.ceil(body.length / size) - 1);
    const write = async (): Promise<void> => {
      for (let at = 0; at < body.length && !isOver; at += size) {
        if (at > 0) await sleep(waitMs);
        request.write(body.subarray(at, at + size));
      }
      request.end();
    };
    write().catch(reject);
  });
}
