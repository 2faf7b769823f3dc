import { type ClaimResult, type Reply, WebhookError } from "@hooks/core";
import { fromBase64, toBase64 } from "./base64.ts";

/*
 * What stands under a delivery's key, always with a time to live. The scripts know these forms too; `1` is the version.
 *
 *   1c<UUID, 36 characters><digest, as JSON>
 *   1d<name of the call that completed it, 8 characters><digest, as JSON>[<line feed><reply, as JSON>]
 *
 * JSON escapes line feeds, and what can't be written as UTF-8. Without a digest there is nothing in its place. What
 * follows `1c` is the claim's token.
 */

type Done = Extract<ClaimResult, { readonly state: "done" }>;

const uuidLength = 36;

/** A token that no other claim has. With the digest, so that completing a claim need not ask for it. */
export const newToken = (digest: string | undefined): string =>
  crypto.randomUUID() + (digest === undefined ? "" : JSON.stringify(digest));

/** How a claim is written down. */
export const claimText = (token: string): string => `1c${token}`;

/** How the completed delivery of a claim is written down. Bytes of a reply need not be text. */
export function doneText(token: string, callName: string, reply: Reply | undefined): string {
  const done = `1d${callName}${token.slice(uuidLength)}`;
  if (reply === undefined) return done;
  const { status, headers, body } = reply;
  const content = body instanceof Uint8Array ? { base64: toBase64(body) } : { body };
  return `${done}\n${JSON.stringify({ status, headers, ...content })}`;
}

function readDigest(json: string): string {
  const digest: unknown = JSON.parse(json);
  if (typeof digest !== "string") throw new TypeError();
  return digest;
}

function readReply(json: string): Reply {
  const { status, headers, body, base64 } = JSON.parse(json);
  const isReply = Number.isInteger(status) && typeof headers === "object" && headers !== null;
  const isText = body === null || typeof body === "string";
  if (!isReply || isText === (base64 !== undefined)) throw new TypeError();
  return { status, headers, body: isText ? body : fromBase64(base64) };
}

/** @throws WebhookError `store_failed` for what this store has not written */
export function readDone(stored: string): Done {
  try {
    const [, digest, reply] = /^1d[\da-f]{8}([^\n]*)(?:\n(.*))?$/s.exec(stored) ?? [];
    if (digest === undefined) throw new TypeError();
    return {
      state: "done",
      digest: digest === "" ? undefined : readDigest(digest),
      reply: reply === undefined ? undefined : readReply(reply),
    };
  } catch {
    // Without the cause, which would hold what is stored.
    throw new WebhookError("store_failed", "the key holds what this store has not written");
  }
}
