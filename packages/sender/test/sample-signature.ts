import type { DeliveryInput } from "@hooks/core";
import {
  type HttpMessageSignerOptions,
  httpMessageSigner,
  type MessageKeys,
  type VerifyHttpMessageOptions,
  verifyHttpMessage,
} from "../src/http-message-signatures.ts";
import type { EndpointSecret } from "../src/index.ts";
import { sampleRequest, secretValue, timeMs } from "./sample-request.ts";

export const now = (): number => timeMs;
export const keys: MessageKeys = { main: secretValue };

/** The sample request, signed. */
export async function signed(
  options: HttpMessageSignerOptions = {},
  secrets?: readonly EndpointSecret[],
): Promise<Omit<DeliveryInput, "headers"> & { headers: Record<string, string> }> {
  const request = sampleRequest(secrets && { secrets });
  const added = await httpMessageSigner(options).sign(request);
  return { ...request, headers: { ...request.headers, ...added } };
}

/** The key that a request is signed by, or the code of its refusal. */
export const verdict = (
  delivery: DeliveryInput,
  options: VerifyHttpMessageOptions = {},
  by: MessageKeys = keys,
): Promise<unknown> =>
  verifyHttpMessage(delivery, by, { now, ...options }).then(
    ({ keyId }) => keyId,
    (error) => error.code,
  );
