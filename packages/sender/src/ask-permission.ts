import type { MadeCode } from "./attempt.ts";
import type { CheckedEndpoint } from "./check-endpoint.ts";
import type { Engine } from "./engine.ts";
import { codeOf } from "./fault-code.ts";
import { SenderError } from "./sender-error.ts";

/** What a server is asked for. */
export interface PermissionRequest {
  /** Who asks: the DNS name of the system that is going to send, `events.example.com`. */
  readonly origin: string;
  /** How many deliveries a minute are wanted. Default: nothing is said of it. */
  readonly ratePerMinute?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a server has said to deliveries. */
export interface Permission {
  /** Only where it names the origin, or any. */
  readonly isGranted: boolean;
  /** How many deliveries a minute it takes; absent where it has set no bound. */
  readonly ratePerMinute?: number | undefined;
  /** How its answer came: `delivered` for one of 2xx. */
  readonly code: MadeCode;
  readonly status?: number | undefined;
}

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const dnsName = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`, "i");
const rate = /^[1-9]\d{0,8}$/;

/**
 * Asks an endpoint's server whether it wants deliveries, as the CloudEvents specification of web hooks says (section 4):
 * so that nobody is sent what somebody else has registered. It does not reject for what the server does.
 *
 * @throws SenderError `option_invalid`
 */
export async function askPermission(
  { agents, exchanges, headers }: Engine,
  endpoint: CheckedEndpoint,
  { origin, ratePerMinute, signal }: PermissionRequest,
): Promise<Permission> {
  if (typeof origin !== "string" || !dnsName.test(origin)) {
    throw new SenderError("option_invalid", "origin", "has to be a DNS name");
  }
  if (ratePerMinute !== undefined && !rate.test(String(ratePerMinute))) {
    throw new SenderError("option_invalid", "ratePerMinute", "has to be a whole number from 1");
  }
  const { "content-type": _, ...sent } = { ...endpoint.headers, ...headers };
  const asking = {
    ...sent,
    "webhook-request-origin": origin,
    ...(ratePerMinute !== undefined && { "webhook-request-rate": String(ratePerMinute) }),
  };
  const { path } = endpoint;
  const request = {
    origin: endpoint.origin,
    path,
    method: "OPTIONS",
    headers: Object.entries(asking).flat(),
  } as const;
  const reply = await exchanges.run(agents.of(endpoint), request, signal);
  const code = codeOf(reply);
  const allowed = reply.headers["webhook-allowed-origin"]?.trim().toLowerCase();
  const most = reply.headers["webhook-allowed-rate"]?.trim() ?? "";
  const isGranted = code === "delivered" && (allowed === "*" || allowed === origin.toLowerCase());
  return {
    isGranted,
    code,
    status: reply.status,
    ...(isGranted && rate.test(most) && { ratePerMinute: Number(most) }),
  };
}
