import type { MadeCode } from "./attempt.ts";
import { secretsExpired, signerFailed } from "./deliver.ts";
import { deadlinePassed, signalAborted } from "./exchanges.ts";
import type { ExchangeResult } from "./reply-reader.ts";

const codeByFault: Readonly<Record<string, MadeCode>> = {
  ECONNREFUSED: "connection_refused",
  ECONNRESET: "connection_reset",
  ECONNABORTED: "connection_reset",
  EPIPE: "connection_reset",
  // The other side has closed it.
  UND_ERR_SOCKET: "connection_reset",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "reply_malformed",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_HEADERS_OVERFLOW: "reply_too_large",
  HPE_HEADER_OVERFLOW: "reply_too_large",
  // What the resolver says, with c-ares or without.
  ENOTFOUND: "dns_failed",
  EAI_AGAIN: "dns_failed",
  EAI_FAIL: "dns_failed",
  EAI_NODATA: "dns_failed",
  EAI_NONAME: "dns_failed",
  ENODATA: "dns_failed",
  ESERVFAIL: "dns_failed",
  EFORMERR: "dns_failed",
  EREFUSED: "dns_failed",
  ETIMEOUT: "dns_failed",
  EBADRESP: "dns_failed",
  EBADNAME: "dns_failed",
  // The certificate was not accepted, or no way to encrypt was agreed upon.
  EPROTO: "tls_failed",
  UNABLE_TO_GET_ISSUER_CERT: "tls_failed",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_failed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_failed",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls_failed",
  SELF_SIGNED_CERT_IN_CHAIN: "tls_failed",
  HOSTNAME_MISMATCH: "tls_failed",
  INVALID_CA: "tls_failed",
  INVALID_PURPOSE: "tls_failed",
  PATH_LENGTH_EXCEEDED: "tls_failed",
};

const codeByStart: readonly (readonly [start: string, code: MadeCode])[] = [
  ["ERR_TLS_", "tls_failed"],
  ["ERR_SSL_", "tls_failed"],
  ["CERT_", "tls_failed"],
  ["CRL_", "tls_failed"],
];

/** An error of this name comes from the guard, whichever copy of it. */
const guardError = "GuardError";

const codeByRefusal: Readonly<Record<string, MadeCode>> = {
  dns_failed: "dns_failed",
  connect_timeout: "timeout",
};

function faultsOf(fault: unknown): readonly unknown[] {
  if (!(fault instanceof Error)) return [];
  const { cause, errors } = fault as { readonly cause?: unknown; readonly errors?: unknown };
  return [fault, ...(Array.isArray(errors) ? errors.slice(0, 10) : []), cause];
}

/** How an exchange went wrong, by what undici, Node, the guard or the sender itself says. */
function codeOfFault(fault: unknown): MadeCode {
  if (fault === deadlinePassed) return "timeout";
  if (fault === signalAborted) return "cancelled";
  if (fault === secretsExpired) return "secret_expired";
  if (fault === signerFailed) return "signing_failed";
  for (const one of faultsOf(fault)) {
    const { name, code } = Object(one) as { readonly name?: unknown; readonly code?: unknown };
    if (name === guardError) return codeByRefusal[String(code)] ?? "address_forbidden";
    if (name === "HTTPParserError" && code !== "HPE_HEADER_OVERFLOW") return "reply_malformed";
    if (typeof code !== "string") continue;
    const known = codeByFault[code] ?? codeByStart.find(([start]) => code.startsWith(start))?.[1];
    if (known) return known;
  }
  return "connection_failed";
}

const sentences: Readonly<Record<MadeCode, string | undefined>> = {
  delivered: undefined,
  status_refused: "the endpoint has answered with a status other than 2xx",
  redirect_refused: "the endpoint has answered with a redirect, which is not followed",
  gone: "the endpoint wants no more deliveries",
  rate_limited: "the endpoint has had too many deliveries",
  timeout: "the endpoint has not answered in time",
  connection_refused: "the endpoint's server takes no connections",
  connection_reset: "the connection was closed before the reply was there",
  connection_failed: "no connection could be made",
  tls_failed: "no trusted encrypted connection could be made",
  dns_failed: "the host's name could not be looked up",
  address_forbidden: "the host's address is not to be reached",
  reply_too_large: "the reply's headers are too large",
  reply_malformed: "the reply is not HTTP",
  secret_expired: "all secrets of the endpoint have expired",
  signing_failed: "the delivery could not be signed",
  cancelled: "the attempt was cancelled",
};

/** What an attempt's code means, for people. Of TLS it says the fault's own name, which helps and gives nothing away. */
export function sentenceOf(code: MadeCode, fault?: unknown): string | undefined {
  const detail = code === "tls_failed" && (fault as { readonly code?: unknown })?.code;
  const isName = typeof detail === "string" && /^[A-Z0-9_]{1,60}$/.test(detail);
  return isName ? `${sentences[code]} (${detail})` : sentences[code];
}

/** How a whole reply is taken. */
function codeOfStatus(status: number): MadeCode {
  if (status >= 200 && status < 300) return "delivered";
  if (status >= 300 && status < 400) return "redirect_refused";
  if (status === 410) return "gone";
  return status === 429 ? "rate_limited" : "status_refused";
}

/** How an exchange ended. What came of a reply before it broke off is kept, but not believed. */
export const codeOf = ({ fault, status }: ExchangeResult): MadeCode =>
  fault === undefined && status !== undefined ? codeOfStatus(status) : codeOfFault(fault);
