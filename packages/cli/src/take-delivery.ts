import {
  createReceiver,
  type Delivery,
  type KeyCache,
  type Outcome,
  type Provider,
  type Reply,
} from "@hooks/core";
import { type Forwarded, forward } from "./forward.ts";
import type { RecordLine, RecordStatus } from "./recorded.ts";

/** What `hooks listen` was asked to do. */
export interface ListenOptions {
  readonly provider: Provider;
  readonly secret: string;
  /** For a provider that publishes its keys: remembered from one delivery to the next. */
  readonly keys: KeyCache;
  readonly publicUrl: string | undefined;
  readonly verifyToken: string | undefined;
  readonly form: string | undefined;
  readonly target: URL | undefined;
  readonly timeoutMs: number;
}

/** What became of one delivery. */
export interface Taken {
  readonly reply: Reply;
  readonly record: RecordLine;
  /** What a receiver answers, whatever became of the forward. */
  readonly received: Reply;
  readonly forwarded: Forwarded;
}

const json = { "content-type": "application/json" } as const;

/** The answer to a delivery whose target gave none. */
const unreachable: Reply = { status: 502, headers: json, body: '{"error":"forward_failed"}' };

/** Verifies a delivery as a receiver does, and brings it to its target where it is genuine. */
export async function takeDelivery(options: ListenOptions, delivery: Delivery): Promise<Taken> {
  const { provider, secret, keys, publicUrl, verifyToken, form, target, timeoutMs } = options;
  const outcomes: Outcome[] = [];
  const receiver = createReceiver({
    provider,
    secret,
    keys,
    form,
    verifyToken,
    url: publicUrl ?? delivery.url,
    on: {},
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  const answer = await receiver.receive(delivery);
  const [outcome] = outcomes;
  const isGenuine = outcome?.kind === "ignored" || outcome?.kind === "processed";
  let forwarded: Forwarded = {};
  if (isGenuine && target) forwarded = await forward(target, delivery, timeoutMs);
  let status: RecordStatus = isGenuine ? "accepted" : "refused";
  if (outcome?.kind === "handshake") status = "handshake";
  if (forwarded.why !== undefined) status = "failed";
  const record: RecordLine = {
    id: crypto.randomUUID().slice(0, 13),
    receivedAt: Date.now(),
    provider: provider.id,
    method: delivery.method,
    url: delivery.url,
    headers: delivery.headers as Record<string, string[]>,
    bodyBase64: Buffer.from(delivery.body).toString("base64"),
    status,
    why: outcome?.code ?? forwarded.why,
    eventId: outcome?.id,
    type: outcome?.type,
    form: outcome?.form,
    forwardedTo: target?.href,
  };
  const reply = forwarded.reply ?? (forwarded.why === undefined ? answer : unreachable);
  return { reply, record, received: answer, forwarded };
}
