import type { Delivery, DeliveryInput } from "./delivery.ts";
import { onDemand } from "./on-demand.ts";
import type { Provider } from "./provider.ts";
import type { SecretSet } from "./secrets.ts";

/** What to sign, and how. */
export interface SignOptions {
  /** The provider's secret, or the private key for schemes with a key pair; several sign together where that is possible. */
  readonly secret: SecretSet;
  readonly body: DeliveryInput["body"];
  /** The delivery's id, where a header carries it. Default: a random one. */
  readonly id?: string | undefined;
  /** The event's type, where a header carries it. */
  readonly type?: string | undefined;
  /** A time, or milliseconds since the epoch; a number below 1e11 is taken as seconds. Default: now. */
  readonly timestamp?: Date | number | undefined;
  /** Default `POST`. */
  readonly method?: string | undefined;
  /** Default `http://localhost/`. */
  readonly url?: string | undefined;
  /** Further headers; they win over those that signing makes. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The form to sign in, where the provider has several. Default: the first. */
  readonly form?: string | undefined;
}

const loadSigning = /* @__PURE__ */ onDemand(() => import("./sign-delivery.ts"));

/**
 * Makes a delivery that {@link verify} accepts under the same provider and secret.
 *
 * An id, type or timestamp that the provider carries in the body is the body's own. Where the signature is in the body,
 * the body is written anew, as compact JSON or as a form, with what it lacks of these. Where a field of a form holds
 * all that, the body is what that field is to hold.
 *
 * @throws WebhookError `secret_invalid`; `option_invalid` for a signature that can't be put where the provider has it
 */
export async function sign(provider: Provider, options: SignOptions): Promise<Delivery> {
  const { signDelivery } = await loadSigning();
  return signDelivery(provider, options);
}
