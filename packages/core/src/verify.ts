import { bodyBytes, type DeliveryInput } from "./delivery.ts";
import { type Claims, DeliveryReader } from "./delivery-reader.ts";
import { isJudgedByForms, judge } from "./judge.ts";
import type { KeyCache } from "./key-cache.ts";
import type { Provider } from "./provider.ts";
import { type LabelledSecret, labelSecrets, type Secret, type SecretSet } from "./secrets.ts";

/** What {@link verify} needs beside the delivery. */
export interface VerifyOptions {
  readonly secret: Secret;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Seconds that the timestamp may lie off, either way; `Infinity` accepts any. Default: the provider's own. */
  readonly tolerance?: number | undefined;
  /** The public URL, where the provider signs it. Default: the delivery's. */
  readonly url?: string | undefined;
  /** The only form to accept, where the provider signs in several. */
  readonly form?: string | undefined;
  /** Remembers the keys of a provider that publishes them, which can't be verified without. */
  readonly keys?: KeyCache | undefined;
}

/** What a verified delivery is known to be. */
export interface Verified {
  /** The provider's id. */
  readonly provider: string;
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly timestamp?: Date | undefined;
  /** Which secret matched: its name in a record, else its place in the list. */
  readonly secretLabel: string | number;
  /** The form by which it was judged, where the provider has several. */
  readonly form?: string | undefined;
  /** What the token says, where one signs; or what the provider's own claims are made of. */
  readonly claims?: Claims;
}

/**
 * {@link verify}, for a delivery that is being read.
 *
 * @param fixed the secrets, where they are the same for every delivery and were checked before
 */
export async function verifyReading(
  provider: Provider,
  reader: DeliveryReader,
  options: VerifyOptions,
  fixed?: readonly LabelledSecret[],
): Promise<Verified> {
  const { secret, form } = options;
  let set: SecretSet;
  let failure: { readonly cause: unknown } | undefined;
  try {
    set = typeof secret === "function" ? await secret(reader.delivery) : secret;
    const { now, tolerance, url, keys } = options;
    const secrets = fixed ?? labelSecrets(set);
    const judgement = { provider, secrets, now, tolerance, url, keys };
    const judged = isJudgedByForms(provider, form)
      ? (await import("./judge-forms.ts")).judgeForms(reader, judgement, form)
      : judge(reader, provider, judgement);
    const verdict = judged instanceof Promise ? await judged : judged;
    if (verdict && !("code" in verdict)) {
      const { id, deliveryId, eventType } = provider;
      const told = verdict.claims ? new DeliveryReader(reader.delivery, verdict.claims) : reader;
      return Object.assign(
        { provider: id, id: told.read(deliveryId), type: told.read(eventType) },
        verdict,
      );
    }
  } catch (cause) {
    failure = { cause };
  }
  const { refusalOf } = await import("./refusal.ts");
  throw await refusalOf(provider, reader, options, set, fixed, failure);
}

/**
 * Verifies that a delivery is the provider's, unaltered and fresh.
 *
 * @throws WebhookError any of the codes `signature_…` and `timestamp_…`; `secret_invalid` and `option_invalid` for
 * options that can't be right; `body_unavailable` for a body that was already parsed; `keys_unavailable` for keys that
 * could not be fetched
 */
export function verify(
  provider: Provider,
  delivery: DeliveryInput,
  options: VerifyOptions,
): Promise<Verified> {
  const { method, url, headers } = delivery;
  const body = bodyBytes(delivery.body);
  // Not an async function, which would make every verification wait one turn more.
  return body
    ? verifyReading(provider, new DeliveryReader({ method, url, headers, body }), options)
    : import("./refusal.ts").then(({ refuseBody }) => refuseBody());
}
