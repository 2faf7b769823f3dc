import { mercadoPago } from "@hooks/providers/mercado-pago";
import { load, type Peer, passes, shared } from "../peer.ts";

const { WebhookSignatureValidator } = await load("mercadopago");
const keys = shared("the webhook's secret", "another");
const url = "https://example.com/webhooks?data.id=ORD01JQ4S4KY8HWQ6NA5PXB65B3D3&type=order";

export const peer: Peer = {
  preset: mercadoPago,
  keys,
  options: { url, headers: { "x-request-id": "bb56a2f1-6aae-46ac-982e-9dcd3581d08e" } },
  // The body is not signed; what it is about is.
  forge: (delivery) => ({ ...delivery, url: delivery.url.replace("ORD01", "ORD02") }),
  verify: ({ url: sentTo, headers }) =>
    passes(() =>
      WebhookSignatureValidator.validate({
        xSignature: headers["x-signature"],
        xRequestId: headers["x-request-id"],
        dataId: new URL(sentTo).searchParams.get("data.id"),
        secret: keys.verifying,
      }),
    ),
};
