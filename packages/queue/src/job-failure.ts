import type { JobFailure } from "./job.ts";

const codeShape = /^\w{1,64}$/;
const maxMessageLength = 300;
/** Errors of this project, whose messages hold no payload, and those whose author chose the message to be stored. */
const toldNames: readonly string[] = ["RetryLater", "DeadNow", "QueueError", "WebhookError"];

const word = (text: unknown): string | undefined =>
  typeof text === "string" && codeShape.test(text) ? text : undefined;

/**
 * What may be stored of whatever a handler has thrown.
 *
 * An unknown error's message is left out, for many quote what they were given: those of `JSON.parse` do.
 */
export function jobFailure(thrown: unknown, atMs: number, code?: string): JobFailure {
  if (!(thrown instanceof Error)) {
    const message = `thrown was no error, but of type ${typeof thrown}`;
    return { code: code ?? "handler_failed", message, atMs };
  }
  const name = word(thrown.name) ?? "Error";
  const own = "code" in thrown ? word(thrown.code) : undefined;
  const message = toldNames.includes(name)
    ? String(thrown.message)
        .slice(0, maxMessageLength)
        .replace(/\p{Surrogate}/gu, "\ufffd")
    : name;
  return { code: code ?? own ?? "handler_failed", message, atMs };
}
