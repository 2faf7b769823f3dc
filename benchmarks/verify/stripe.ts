import { type Delivery, verify } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import Stripe from "stripe";
import { type Case, headersOf, secret } from "./case.ts";

const { webhooks } = Stripe;
const webCrypto = Stripe.createSubtleCryptoProvider();

const headerOf = (delivery: Delivery): string => headersOf(delivery)["stripe-signature"] ?? "";

const asynchronous = "stripe `constructEventAsync`, on WebCrypto";

export const stripeCase: Case = {
  name: "Stripe's scheme, and JSON",
  provider: stripe,
  secret,
  verifiers: {
    "hooks `verify`, which reads the id and type": (delivery) =>
      verify(stripe, delivery, { secret }),
    "stripe `constructEvent`": (delivery) =>
      webhooks.constructEvent(delivery.body as Buffer, headerOf(delivery), secret),
    [asynchronous]: (delivery) =>
      webhooks.constructEventAsync(
        delivery.body as Buffer,
        headerOf(delivery),
        secret,
        undefined,
        webCrypto,
      ),
  },
  goals: [
    {
      work: "`verify` with JSON is faster than stripe's `constructEvent`, at 1 KB",
      over: ["stripe `constructEvent`"],
      bytes: [1024],
      bound: "at least",
      wanted: 1,
    },
    {
      work: "`verify` with JSON is faster than stripe on WebCrypto, at 1 KB",
      over: [asynchronous],
      bytes: [1024],
      bound: "at least",
      wanted: 8,
    },
  ],
};
