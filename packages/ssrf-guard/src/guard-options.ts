import type { LookupFunction } from "node:net";
import type { Agent } from "undici";
import type { GuardErrorCode } from "./guard-error.ts";

/** A private network, or a port of one, that may be reached after all. */
export interface AllowedNetwork {
  /** A range such as `10.1.0.0/16`, or one address. */
  readonly cidr: string;
  /** Default all ports. */
  readonly port?: number | undefined;
}

/** What was refused, for the log of whoever runs the guard: it tells the address, which an error does not. */
export interface GuardRefusal {
  readonly code: GuardErrorCode;
  readonly hostname: string;
  readonly port: number;
  readonly address?: string | undefined;
}

/** What of TLS can be chosen; that certificates are verified, and against which name, can not. */
export interface GuardTlsOptions {
  /** Certificate authorities to trust in place of the built-in ones. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** A client's certificate and its key. */
  readonly cert?: string | Uint8Array | undefined;
  readonly key?: string | Uint8Array | undefined;
  readonly pfx?: string | Uint8Array | undefined;
  readonly passphrase?: string | undefined;
  readonly minVersion?: "TLSv1.2" | "TLSv1.3" | undefined;
}

/** What of undici's Agent can be chosen. */
export type GuardAgentOptions = Pick<
  Agent.Options,
  | "allowH2"
  | "bodyTimeout"
  | "clientTtl"
  | "connections"
  | "headersTimeout"
  | "keepAliveMaxTimeout"
  | "keepAliveTimeout"
  | "maxHeaderSize"
  | "maxOrigins"
  | "maxRequestsPerClient"
  | "maxResponseSize"
  | "pipelining"
>;

/** How a guard judges and connects. */
export interface GuardOptions {
  /** Private networks that may be reached; addresses of metadata services stay refused. */
  readonly allow?: readonly AllowedNetwork[] | undefined;
  /** Further ranges to refuse, such as a NAT64 prefix or public addresses of one's own; stronger than `allow`. */
  readonly deny?: readonly string[] | undefined;
  /** Default `["https:"]`. */
  readonly protocols?: readonly ("http:" | "https:")[] | undefined;
  /** With the signature of `lookup` in `node:dns`, which is the default; called with an absolute name. */
  readonly lookup?: LookupFunction | undefined;
  /** From the lookup to the end of the TLS handshake; default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  readonly tls?: GuardTlsOptions | undefined;
  readonly agent?: GuardAgentOptions | undefined;
  /**
   * What to do when the environment names a proxy (`HTTP_PROXY` and the like): the Agent goes past it. Default
   * `"refuse"` throws.
   */
  readonly environmentProxy?: "refuse" | "ignore" | undefined;
  /** Told once, when the Agent is made, what `allow` opens; default is a warning of the process. */
  readonly onAllow?: ((allowed: readonly AllowedNetwork[]) => unknown) | undefined;
  /** Told of every connection that is refused. */
  readonly onRefusal?: ((refusal: GuardRefusal) => unknown) | undefined;
}
