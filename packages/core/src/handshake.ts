import type { DeliveryReader } from "./delivery-reader.ts";
import type { Provider } from "./provider.ts";
import type { Reply } from "./reply.ts";

/** The answer to the provider's challenge, if the (verified) delivery is one. */
export function answerHandshake(
  { handshake }: Provider,
  reader: DeliveryReader,
): Reply | undefined {
  if (handshake === undefined || reader.read(handshake.when) !== handshake.when.equals)
    return undefined;
  const { contentType, body } = handshake.reply;
  const challenge = reader.read(handshake.challenge) ?? "";
  return {
    status: 200,
    headers: { "content-type": contentType, "x-content-type-options": "nosniff" },
    body: body.replace("{challenge}", () => challenge),
  };
}
