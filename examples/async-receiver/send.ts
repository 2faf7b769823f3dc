import { sign } from "@hooks/express";
import { stripe } from "@hooks/providers/stripe";
import type { Case } from "./cases.ts";

/** What was answered to a case, and when, in milliseconds since the epoch. */
export interface Sent {
  readonly one: Case;
  readonly answers: readonly string[];
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

/** Sends a case's delivery, signed as Stripe signs, as often as it is to be sent. */
export async function send(url: string, secret: string, one: Case): Promise<Sent> {
  const body = JSON.stringify({ id: one.id, type: one.type });
  const key = one.sent === "forged" ? "whsec_of_somebody_else" : secret;
  const sentAtMs = Date.now();
  const answers: string[] = [];
  for (let left = one.sent === "twice" ? 2 : 1; left > 0; left--) {
    const { headers } = await sign(stripe, { secret: key, body });
    const response = await fetch(url, {
      method: "POST",
      headers: headers as Record<string, string>,
      body,
    });
    const isDuplicate = response.headers.has("webhook-duplicate");
    answers.push(`${response.status}${isDuplicate ? " duplicate" : ""}`);
  }
  return { one, answers, sentAtMs, answeredAtMs: Date.now() };
}
