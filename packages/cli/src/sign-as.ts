import type { Provider } from "@hooks/core";
import { type SignedDelivery, type SignedDeliveryOptions, signedDelivery } from "@hooks/testing";
import { assertSignable } from "./preset.ts";

/**
 * Signs a delivery for an endpoint that knows nothing of this process.
 *
 * @throws WebhookError `option_invalid` where the endpoint would ask the provider for the keys
 */
export async function signAs(
  provider: Provider,
  options: SignedDeliveryOptions,
): Promise<SignedDelivery> {
  assertSignable(provider);
  return signedDelivery(provider, options);
}
