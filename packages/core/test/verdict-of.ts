import {
  type DeliveryInput,
  isWebhookError,
  type Provider,
  type VerifyOptions,
  verify,
  type WebhookError,
} from "@hooks/core";

/** The error with which a delivery is refused; any other error is thrown. */
export async function refusalOf(
  provider: Provider,
  delivery: DeliveryInput,
  options: VerifyOptions,
): Promise<WebhookError | undefined> {
  try {
    await verify(provider, delivery, options);
    return undefined;
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    return error;
  }
}

/** `accepted`, or the code with which a delivery is refused. */
export async function verdictOf(
  provider: Provider,
  delivery: DeliveryInput,
  options: VerifyOptions,
): Promise<string> {
  return (await refusalOf(provider, delivery, options))?.code ?? "accepted";
}
