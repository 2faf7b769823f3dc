import type { WebhookEvent } from "@clerk/backend";
import type { EventsByType } from "@hooks/core";

/** Event type -> event, of `@clerk/backend`: `createReceiver<ClerkEvents>({ provider: clerk, … })`. */
export type ClerkEvents = EventsByType<WebhookEvent>;
