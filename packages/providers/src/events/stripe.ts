import type { EventsByType } from "@hooks/core";
import type Stripe from "stripe";

/** Event type -> event, of the `stripe` package: `createReceiver<StripeEvents>({ provider: stripe, … })`. */
export type StripeEvents = EventsByType<Stripe.Event>;
