import type { Delivery } from "@hooks/core";
import { usageError } from "./usage-error.ts";

/**
 * Reads a request as `.http` files and captures have it: a request line, headers, an empty line, and the body to the
 * end of the file, byte for byte.
 *
 * @throws WebhookError `option_invalid` for what is none
 */
export function parseRequest(file: Uint8Array): Delivery {
  // Each character is a byte here, so that places in the text are places in the file.
  const text = Buffer.from(file).toString("latin1");
  const end = text.match(/\r?\n\r?\n/);
  const head = text.slice(0, end?.index ?? text.length).split(/\r?\n/);
  const [, method, target] = head[0]?.match(/^([A-Z]{1,20}) (\S+)( HTTP\/[\d.]+)?$/) ?? [];
  if (method === undefined || target === undefined) {
    throw usageError("the request has to begin with a line such as POST /webhooks HTTP/1.1");
  }
  const headers: Record<string, string[]> = {};
  for (const line of head.slice(1).filter((one) => one.trim() !== "")) {
    const [, name = "", value = ""] = line.match(/^([^\s:]{1,256}):[ \t]*(.*?)[ \t]*$/) ?? [];
    if (name === "") throw usageError("a line of the request's head is no header");
    const key = name.toLowerCase();
    headers[key] = [...(headers[key] ?? []), Buffer.from(value, "latin1").toString("utf8")];
  }
  const start = end?.index === undefined ? file.length : end.index + end[0].length;
  const base = `http://${headers["host"]?.[0] ?? "localhost"}`;
  const url = URL.canParse(target, base) ? new URL(target, base).href : target;
  return { method, url, headers, body: file.subarray(start) };
}
