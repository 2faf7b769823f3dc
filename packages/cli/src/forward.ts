import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery, Reply } from "@hooks/core";
import { deliver } from "@hooks/testing";

/** What a target answered; without a reply, why there is none. */
export interface Forwarded {
  readonly reply?: Reply;
  readonly why?: string;
}

/** Sends exactly these bytes and headers; never rejects. */
export async function forward(
  target: URL,
  delivery: Delivery,
  timeoutMs: number,
): Promise<Forwarded> {
  try {
    const reply = await deliver(target, delivery, { timeoutMs });
    const isGood = reply.status >= 200 && reply.status < 300;
    return isGood ? { reply } : { reply, why: String(reply.status) };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return { why: code ?? message };
  }
}

/** Does a second attempt make sense: is it the target, or the way to it, that failed? */
export const mayPass = ({ reply }: Forwarded): boolean =>
  reply === undefined || reply.status >= 500 || reply.status === 429 || reply.status === 408;

/** How long a wait may become. */
const maxWaitMs = 30_000;

/** How forwards that failed are repeated. */
export interface RetryOptions {
  readonly retries: number;
  readonly firstWaitMs: number;
  /** Ends the waiting; the last result then stands. */
  readonly signal: AbortSignal;
}

/** Forwards again what has failed, waiting twice as long each time; never rejects. */
export async function forwardAgain(
  failed: Forwarded,
  forwardOnce: () => Promise<Forwarded>,
  { retries, firstWaitMs, signal }: RetryOptions,
): Promise<Forwarded> {
  let result = failed;
  for (let i = 0; i < retries && result.why !== undefined && mayPass(result); i++) {
    const waitMs = Math.min(firstWaitMs * 2 ** i, maxWaitMs);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return result;
    result = await forwardOnce();
  }
  return result;
}
