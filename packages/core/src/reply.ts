import type { Endpoint } from "./flow.ts";
import { WebhookError } from "./webhook-error.ts";

/** What is answered to the provider. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

const json = { "content-type": "application/json" } as const;

/** What a delivery gets whose handler does not say otherwise, or has not run yet. */
export function receivedReply(
  { provider, queue, postpone }: Pick<Endpoint, "provider" | "queue" | "postpone">,
  eventId: string | undefined,
): Reply {
  const { acknowledge } = provider;
  if (!acknowledge) {
    const id = eventId ? `,"eventId":${JSON.stringify(eventId)}` : "";
    return { status: queue || postpone ? 202 : 200, headers: json, body: `{"received":true${id}}` };
  }
  const { status = 200, contentType, body = null } = acknowledge;
  return { status, headers: contentType ? { "content-type": contentType } : {}, body };
}

/**
 * Says the code and no more, and what the status wants said in a header.
 *
 * @param retryAfterMs when to try again, for `delivery_in_progress`; it comes from a store and may be anything
 */
export function errorReply({ code, status }: WebhookError, retryAfterMs = 0): Reply {
  const headers: Record<string, string> = { ...json };
  if (code === "method_not_allowed") headers["allow"] = "POST";
  if (code === "delivery_in_progress") {
    const seconds = Math.ceil(retryAfterMs / 1000);
    headers["retry-after"] = String(seconds > 0 && seconds < 86_400 ? seconds : 1);
  }
  return { status, headers, body: JSON.stringify({ error: code }) };
}

/** A reply again, marked as the answer to a duplicate. */
export function duplicateReply(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, "webhook-duplicate": "true" } };
}

/** Is it the answer to a duplicate? */
export const isDuplicate = ({ headers }: Reply): boolean => "webhook-duplicate" in headers;

/** Headers that are the host's affair, and left out. */
const ofTheConnection =
  /^(connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade)$/;
const unprintable = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The reply that a handler returned, if it returned one: an object with `status`, `headers` and `body`.
 *
 * @throws WebhookError `option_invalid` when it looks like a reply and can't be sent as one
 */
export function asReply(result: unknown): Reply | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  if (!("status" in result && "headers" in result && "body" in result)) return undefined;
  try {
    const { status, headers, body } = result as Reply;
    const isText = body === null || typeof body === "string" || body instanceof Uint8Array;
    if (!Number.isInteger(status) || status < 200 || status > 599 || !isText) throw new TypeError();
    // These have no body, and Fetch refuses to make one for them.
    const isEmpty = [204, 205, 304].includes(status);
    const entries = [...new Headers(headers)].filter(([name]) => !ofTheConnection.test(name));
    if (entries.some(([, value]) => unprintable.test(value))) throw new TypeError();
    return { status, headers: Object.fromEntries(entries), body: isEmpty ? null : body };
  } catch (cause) {
    throw new WebhookError("option_invalid", "the handler returned a reply that can't be sent", {
      cause,
    });
  }
}
