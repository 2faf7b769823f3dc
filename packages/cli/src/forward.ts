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
