/** Sends one delivery and compares the answer with the expected one. */
import type { Case } from "./cases.ts";
import type { Sample } from "./samples.ts";

/** A line of the table. */
export interface Row {
  readonly provider: string;
  readonly sent: string;
  readonly answer: string;
  readonly why: string;
  readonly isExpected: boolean;
}

async function handlerRuns(url: string): Promise<number> {
  const response = await fetch(`${url}/handled`);
  return ((await response.json()) as { handled: number }).handled;
}

export async function send(url: string, { provider, form }: Sample, one: Case): Promise<Row> {
  const line = { provider: form ? `${provider.id} (${form})` : provider.id, sent: one.name };
  const { delivery, status, handled } = one;
  if (delivery === undefined) return { ...line, answer: "-", why: one.why, isExpected: true };

  const before = await handlerRuns(url);
  const response = await fetch(`${url}/webhooks/${provider.id}`, {
    method: "POST",
    headers: delivery.headers as Record<string, string>,
    body: delivery.body as Uint8Array<ArrayBuffer>,
  });
  const reply = (await response.json()) as { error?: string };
  const runs = (await handlerRuns(url)) - before;
  const isDuplicate = response.headers.get("webhook-duplicate") === "true";
  const why =
    reply.error ?? (isDuplicate ? "webhook-duplicate" : runs === 1 ? "handled" : "nothing");
  const isExpected = response.status === status && why === one.why && runs === handled;
  return { ...line, answer: String(response.status), why, isExpected };
}
