import { type Delivery, sign } from "@hooks/core";
import { type Case, headersOf, url } from "./case.ts";
import { githubCase, requestCase } from "./github.ts";
import { receiverCases } from "./receiver.ts";
import { slackCase } from "./slack.ts";
import { standardWebhooksCase } from "./standard-webhooks.ts";
import { stripeCase } from "./stripe.ts";
import { twilioCase } from "./twilio.ts";

/** What is measured: the same delivery, verified by us, by hand, and by others' packages. */
export const cases: readonly Case[] = [
  githubCase,
  requestCase,
  stripeCase,
  standardWebhooksCase,
  slackCase,
  twilioCase,
  ...receiverCases,
];

/** @throws Error when there is no such case */
export function caseNamed(name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`there is no case ${name}`);
  return found;
}

/** JSON of so many bytes. */
export function jsonOf(bytes: number): string {
  const fixed = JSON.stringify({ id: "evt_1", type: "push", text: "" }).length;
  return JSON.stringify({ id: "evt_1", type: "push", text: "x".repeat(bytes - fixed) });
}

/** A delivery of so many bytes, as a server would hand it over. */
export async function deliveryOf(one: Case, bytes: number): Promise<Delivery> {
  const { provider, secret, bodyOf = jsonOf } = one;
  const body = bodyOf(bytes);
  const delivery = await sign(provider, { secret, body, type: "push", url: one.url });
  const usual = { host: "example.com", "user-agent": "benchmark", accept: "*/*" };
  return {
    method: delivery.method,
    url,
    headers: { ...usual, ...headersOf(delivery), "content-length": `${bytes}` },
    body: Buffer.from(body),
  };
}
