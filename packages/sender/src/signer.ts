import type { EndpointSecret } from "./endpoint.ts";
import type { PreparedEvent } from "./event.ts";

/** What there is to sign. */
export interface SigningRequest {
  readonly method: "POST";
  readonly url: string;
  /** All that are sent so far, names in lower case; among them `content-type` and `user-agent`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes that are sent. */
  readonly body: Uint8Array;
  readonly event: PreparedEvent;
  /** The endpoint's that have not expired, at least one; the newest comes last. */
  readonly secrets: readonly EndpointSecret[];
  /** The time of this attempt. */
  readonly time: Date;
}

/** Signs deliveries. */
export interface Signer {
  /** The headers that it adds, names in lower case: an endpoint can't set these. */
  readonly headers: readonly string[];
  /**
   * Checks a secret when its endpoint is first seen.
   *
   * @throws SenderError `secret_invalid`, its field `secrets.<label>`; it does not hold the secret
   */
  readonly checkSecret: (secret: EndpointSecret) => void;
  /** Makes the headers that are added; names in lower case. */
  readonly sign: (
    request: SigningRequest,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}
