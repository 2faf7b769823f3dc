import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Reply } from "@hooks/core";
import { isWellFormed } from "./is-well-formed.ts";

/** An item has at most 400 KiB; 4 are left for the key and what else there is. */
const maxReplyBytes = 396 * 1024;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** A body's attribute, and how many bytes it takes. */
function bodyAttribute(body: Reply["body"]): readonly [AttributeValue, number] | undefined {
  if (body === null) return undefined;
  if (body instanceof Uint8Array) return [{ B: body }, body.length];
  return isWellFormed(body) ? [{ S: body }, byteLength(body)] : undefined;
}

/** A reply's attributes; none if it is too large, for a completion matters more than its reply. */
export function replyAttributes({ status, headers, body }: Reply): Record<string, AttributeValue> {
  const [attribute, bytes] = bodyAttribute(body) ?? [undefined, 0];
  // JSON escapes what has no UTF-8.
  const head = JSON.stringify({ status, headers, ...(attribute === undefined && { body }) });
  if (byteLength(head) + bytes > maxReplyBytes) return {};
  return { reply: { S: head }, ...(attribute && { body: attribute }) };
}

/** @throws Error for what {@link replyAttributes} did not write */
export function readReply(item: Record<string, AttributeValue>): Reply | undefined {
  const { reply, body } = item;
  if (reply === undefined) return undefined;
  const { status, headers, body: inHead } = JSON.parse(reply.S ?? "");
  const content = body === undefined ? inHead : (body.S ?? body.B);
  if (content === undefined) throw new TypeError();
  return { status, headers, body: content };
}
