import type { Endpoint, EndpointSecret } from "./endpoint.ts";
import { SenderError } from "./sender-error.ts";

/** How one secret takes over from another. */
export interface RotationOptions {
  /** How long those before sign beside the new one: 0 to 7 days. Default a day. */
  readonly overlapMs?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: (() => number) | undefined;
}

const dayMs = 86_400_000;

/**
 * Gives an endpoint a new secret, and those that it has an end: the same endpoint as another value.
 *
 * What has expired by now is left out, and what expires sooner keeps its time.
 *
 * @throws SenderError `option_invalid`; a secret that can't sign is refused when the endpoint is first used
 */
export function rotateSecret(
  endpoint: Endpoint,
  secret: EndpointSecret,
  { overlapMs = dayMs, now = Date.now }: RotationOptions = {},
): Endpoint {
  if (!(overlapMs >= 0 && overlapMs <= 7 * dayMs)) {
    throw new SenderError("option_invalid", "overlapMs", "has to be a time of up to 7 days");
  }
  const nowMs = now();
  const endMs = nowMs + overlapMs;
  const before = endpoint.secrets
    .map((one) => ({
      ...one,
      expiresAt: new Date(Math.min(one.expiresAt?.getTime() ?? endMs, endMs)),
    }))
    .filter(({ expiresAt }) => expiresAt.getTime() > nowMs);
  return { ...endpoint, secrets: [...before, secret] };
}
