import type { CheckedEndpoint } from "./check-endpoint.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";
import { type ExchangeResult, unsent } from "./reply-reader.ts";

/** All of the endpoint's secrets have expired. */
export const secretsExpired: unique symbol = Symbol("all secrets have expired");

/** The signer failed. What it threw may hold what it signs with. */
export const signerFailed: unique symbol = Symbol("the signer failed");

/** The endpoint's own and those that each delivery has, in front of which come those of the signature. */
function headerList(
  signed: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): string[] {
  const list: string[] = [];
  for (const name of Object.keys(signed)) {
    if (!Object.hasOwn(own, name)) list.push(name, signed[name] as string);
  }
  for (const name of Object.keys(own)) list.push(name, own[name] as string);
  return list;
}

/** Signs an event for an endpoint and sends it, once. It does not reject. */
export async function deliver(
  { agents, exchanges, limits, redaction, signer }: Engine,
  endpoint: CheckedEndpoint,
  event: PreparedEvent,
  time: Date,
  signal: AbortSignal | undefined,
): Promise<ExchangeResult> {
  const { origin, path, url, headers } = endpoint;
  const { body } = event;
  const secrets = endpoint.secrets.filter(
    ({ expiresAt }) => expiresAt === undefined || expiresAt > time,
  );
  if (secrets.length === 0) return unsent(secretsExpired);
  let signed: Readonly<Record<string, string>>;
  try {
    const made = signer.sign({ method: "POST", url, headers, body, event, secrets, time });
    // A promise of another realm or library is one, too.
    const isLater = typeof (made as PromiseLike<unknown> | undefined)?.then === "function";
    signed = isLater ? await made : (made as typeof signed);
  } catch {
    return unsent(signerFailed);
  }
  // Nothing is sent that nobody has signed.
  if (typeof signed !== "object" || Object.keys(signed ?? {}).length === 0) {
    return unsent(signerFailed);
  }
  const reply = await exchanges.run(
    agents.of(endpoint),
    { origin, path, method: "POST", headers: headerList(signed, headers), body },
    signal,
  );
  const { maxReplyBytes } = limits;
  return redaction.redact(reply, { event, secrets: endpoint.secrets, signed, maxReplyBytes });
}
