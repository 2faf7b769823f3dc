import type { MadeCode } from "./attempt.ts";
import type { CheckedEndpoint } from "./check-endpoint.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";
import { exchange } from "./exchange.ts";
import { codeOfFault, codeOfStatus } from "./fault-code.ts";

/** How one delivery went. */
export interface Delivered {
  readonly code: MadeCode;
  readonly fault?: unknown;
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const nothing = { headers: {}, body: new Uint8Array() };

/** Signs an event for an endpoint and sends it, once. It does not reject. */
export async function deliver(
  { agents, signer, limits, ending }: Engine,
  endpoint: CheckedEndpoint,
  event: PreparedEvent,
  time: Date,
  signal: AbortSignal | undefined,
): Promise<Delivered> {
  const { origin, path, url, headers } = endpoint;
  const { body } = event;
  const secrets = endpoint.secrets.filter(
    ({ expiresAt }) => expiresAt === undefined || expiresAt > time,
  );
  if (secrets.length === 0) return { ...nothing, code: "secret_expired" };
  let signed: Readonly<Record<string, string>>;
  try {
    const made = signer.sign({ method: "POST", url, headers, body, event, secrets, time });
    signed = made instanceof Promise ? await made : made;
  } catch {
    // What a signer throws may hold what it signs with.
    return { ...nothing, code: "signing_failed" };
  }
  const request = { origin, path, headers: { ...signed, ...headers }, body };
  const reply = await exchange(agents.of(endpoint), request, limits, ending, signal);
  const { fault, status } = reply;
  // What came of a reply before it broke off is kept, but not believed.
  const isWhole = fault === undefined && status !== undefined;
  const code = isWhole ? codeOfStatus(status) : codeOfFault(fault);
  return { code, fault, status, headers: reply.headers, body: reply.body };
}
