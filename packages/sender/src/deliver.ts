import type { CheckedEndpoint } from "./check-endpoint.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";
import { type ExchangeResult, exchange, unsent } from "./exchange.ts";
import type { Signer } from "./signer.ts";

/** All of the endpoint's secrets have expired. */
export const secretsExpired: unique symbol = Symbol("all secrets have expired");

/** The signer failed. What it threw may hold what it signs with. */
export const signerFailed: unique symbol = Symbol("the signer failed");

/** Signs an event for an endpoint and sends it, once. It neither throws nor rejects. */
export function deliver(
  { agents, ending, limits, redaction, signer }: Engine,
  endpoint: CheckedEndpoint,
  event: PreparedEvent,
  time: Date,
  signal: AbortSignal | undefined,
): ExchangeResult | Promise<ExchangeResult> {
  const { origin, path, url, headers } = endpoint;
  const { body } = event;
  const secrets = endpoint.secrets.filter(
    ({ expiresAt }) => expiresAt === undefined || expiresAt > time,
  );
  if (secrets.length === 0) return unsent(secretsExpired);
  let signed: ReturnType<Signer["sign"]>;
  try {
    signed = signer.sign({ method: "POST", url, headers, body, event, secrets, time });
  } catch {
    return unsent(signerFailed);
  }
  const sendSigned = async (added: Readonly<Record<string, string>>): Promise<ExchangeResult> => {
    // Nothing is sent that nobody has signed.
    if (typeof added !== "object" || !Object.keys(added ?? {}).length) return unsent(signerFailed);
    const request = {
      origin,
      path,
      method: "POST",
      headers: { ...added, ...headers },
      body,
    } as const;
    const reply = await exchange(agents.of(endpoint), request, limits, ending, signal);
    const sent = { event, secrets: endpoint.secrets, signed: added, ...limits };
    return redaction.redact(reply, sent);
  };
  // A promise of another realm or library is one, too.
  if (typeof (signed as PromiseLike<unknown> | undefined)?.then !== "function") {
    return sendSigned(signed as Readonly<Record<string, string>>);
  }
  return Promise.resolve(signed).then(sendSigned, () => unsent(signerFailed));
}
