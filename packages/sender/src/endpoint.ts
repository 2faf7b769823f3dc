/** Where events are sent, and how. */
export interface Endpoint {
  /** Names it in attempts and states: 1 to 200 visible ASCII characters. */
  readonly id: string;
  /** Absolute, https, without user and password. */
  readonly url: string;
  /** All that have not expired sign; the newest comes last. */
  readonly secrets: readonly EndpointSecret[];
  /** Exact types, `user.*` for all that begin with `user.`, or `*`. Default `["*"]`. */
  readonly eventTypes?: readonly string[] | undefined;
  /** Default true. */
  readonly active?: boolean | undefined;
  /** Sent along with each delivery. Those that signing, HTTP or the connection need are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly rateLimit?: RateLimit | undefined;
  /** Attempts at the same time. Default 10. */
  readonly concurrency?: number | undefined;
  /** One event after the other: the next is sent when the one before it is delivered or given up. Default false. */
  readonly ordered?: boolean | undefined;
  /** The version of the events that it is sent, where they have versions. Default: the newest. */
  readonly version?: string | undefined;
  /** Shown to the endpoint's server where it asks for a certificate (mutual TLS). */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** The application's own; it is not sent. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What signs deliveries to an endpoint. */
export interface EndpointSecret {
  /** Names it in messages; it is no secret itself. */
  readonly label: string;
  /** In the provider's format: `whsec_…` for Standard Webhooks. */
  readonly value: string | Uint8Array;
  /** From then on it signs no more. Default: never. */
  readonly expiresAt?: Date | undefined;
}

/** At most so many attempts begin in so many milliseconds. */
export interface RateLimit {
  readonly count: number;
  readonly perMs: number;
}

/** A certificate and its private key, both PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  readonly passphrase?: string | undefined;
}
