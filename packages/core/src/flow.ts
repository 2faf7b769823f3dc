import { type Claim, type ClaimOptions, claimDelivery } from "./claim.ts";
import { createReader, type DeliveryReader } from "./delivery-reader.ts";
import { accept, type Incoming, read } from "./incoming.ts";
import type { Outcome, OutcomeKind } from "./outcome.ts";
import type { EndpointOptions } from "./receiver-options.ts";
import { asReply, duplicateReply, errorReply, type Reply, receivedReply } from "./reply.ts";
import { type Routed, type Routes, route } from "./route.ts";
import type { LabelledSecret } from "./secrets.ts";
import { withTimeLimit } from "./time-limit.ts";
import { type Verified, type VerifyOptions, verifyReading } from "./verify.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

/** A receiver's options, checked and with their defaults. */
export interface Endpoint extends ClaimOptions, Routes {
  readonly verification: VerifyOptions;
  /** Those that are the same for every delivery. */
  readonly secrets: readonly LabelledSecret[] | undefined;
  readonly verifyTokens: readonly string[];
  readonly onHandshake: EndpointOptions["onHandshake"];
  readonly maxBodyBytes: number;
  readonly timeoutMs: number;
  readonly report: (outcome: Outcome) => void;
}

/** What is known of a delivery when its outcome is reported. */
type Findings = Partial<Pick<Outcome, "storeError" | "late" | "error">>;

const kindOf = ({ status }: { readonly status: number }): OutcomeKind =>
  status < 500 ? "refused" : "failed";

const asWebhookError = (thrown: unknown): WebhookError =>
  isWebhookError(thrown)
    ? thrown
    : new WebhookError("handler_failed", "the receiver failed", { cause: thrown });

/** One delivery's way through an endpoint: accept, read, verify, claim, route, reply. Never rejects. */
export async function receive(endpoint: Endpoint, incoming: Incoming): Promise<Reply> {
  const startedAt = performance.now();
  let verified: Verified | undefined;
  let retryAfterMs: number | undefined;

  const finish = (kind: OutcomeKind, reply: Reply, findings: Findings = {}): Reply => {
    endpoint.report({
      kind,
      provider: endpoint.provider.id,
      status: reply.status,
      durationMs: performance.now() - startedAt,
      id: verified?.id,
      type: verified?.type,
      secretLabel: verified?.secretLabel,
      form: verified?.form,
      code: findings.error?.code,
      ...findings,
    });
    return reply;
  };

  try {
    const { provider, verification, secrets, maxBodyBytes, timeoutMs } = endpoint;
    const { method, url, headers } = incoming;
    const greet = async (reader: DeliveryReader): Promise<Reply | undefined> =>
      provider.handshake &&
      (await import("./handshake.ts")).answerHandshake(endpoint, reader, verified !== undefined);

    let greeting =
      method === "POST"
        ? undefined
        : await greet(createReader({ method, url, headers, body: new Uint8Array() }));
    if (greeting) return finish("handshake", greeting);

    accept(incoming, maxBodyBytes);
    const reader = createReader(await read(incoming, maxBodyBytes, timeoutMs));
    greeting = await greet(reader);
    if (greeting) return finish("handshake", greeting);
    verified = await verifyReading(provider, reader, verification, secrets);
    greeting = await greet(reader);
    if (greeting) return finish("handshake", greeting);

    const attempt = await claimDelivery(endpoint, reader.delivery, verified);
    if (attempt.state === "done") {
      return finish("duplicate", duplicateReply(attempt.reply ?? receivedReply(verified.id)));
    }
    if (attempt.state === "in_progress") {
      retryAfterMs = attempt.retryAfterMs;
      throw new WebhookError("delivery_in_progress");
    }
    return await process(endpoint, reader, verified, attempt.claim, finish);
  } catch (thrown) {
    const error = asWebhookError(thrown);
    return finish(kindOf(error), errorReply(error, retryAfterMs), { error });
  }
}

/**
 * Runs the handler and settles the claim by how it ends. Settling hangs on the work, not on the answer: a handler
 * that outlives its time is answered for, and its claim is settled when it does end.
 */
async function process(
  endpoint: Endpoint,
  reader: DeliveryReader,
  verified: Verified,
  claim: Claim,
  finish: (kind: OutcomeKind, reply: Reply, findings?: Findings) => Reply,
): Promise<Reply> {
  const abort = new AbortController();
  const work = route(endpoint, reader, verified, abort.signal);
  let late: true | undefined;

  const succeed = async (routed: Routed): Promise<Reply> => {
    const { reply, error } = replyOf(routed);
    const answer = reply ?? receivedReply(verified.id);
    // With such an answer the handler asks to be tried again, so there is nothing to remember.
    const isTurnedAway = answer.status >= 500;
    const storeError = await (isTurnedAway ? claim.release() : claim.complete(reply));
    const kind = routed === undefined ? "ignored" : "processed";
    return finish(isTurnedAway ? kindOf(answer) : kind, answer, { error, storeError, late });
  };
  const fail = async (thrown: unknown): Promise<Reply> => {
    const error = asWebhookError(thrown);
    const storeError = await claim.release();
    return finish(kindOf(error), errorReply(error), { error, storeError, late });
  };
  const settled = work.then(succeed, fail);

  const timeout = new WebhookError("handler_timeout");
  const isInTime = await withTimeLimit(work, endpoint.timeoutMs, () => timeout).then(
    () => true,
    (error) => error !== timeout,
  );
  if (isInTime) return settled;
  late = true;
  abort.abort(timeout);
  throw timeout;
}

/** The reply that the handler asked for. One that can't be sent is reported, for the handler's work is done. */
function replyOf(routed: Routed): { reply?: Reply | undefined; error?: WebhookError } {
  try {
    return { reply: asReply(routed?.result) };
  } catch (error) {
    return { error: error as WebhookError };
  }
}
