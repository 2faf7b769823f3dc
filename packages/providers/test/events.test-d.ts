/** The maps of events: known types have payloads, misspelt ones are errors. Checked by the compiler, never run. */
import { createReceiver } from "@hooks/core";
import type { ClerkEvents } from "@hooks/providers/events/clerk";
import type { DiscordInteractions, DiscordWebhookEvents } from "@hooks/providers/events/discord";
import type { GithubEvents } from "@hooks/providers/events/github";
import type { ShopifyEvents, ShopifyTopic } from "@hooks/providers/events/shopify";
import type { SlackEvents } from "@hooks/providers/events/slack";
import type { StripeEvents } from "@hooks/providers/events/stripe";
import { github } from "@hooks/providers/github";

const about = { provider: github, secret: "s" } as const;
const text = (value: string | undefined | null): unknown => value;

createReceiver<StripeEvents>({
  ...about,
  on: { "invoice.paid": ({ payload }) => text(payload.data.object.currency) },
});
createReceiver<GithubEvents>({
  ...about,
  on: { push: ({ payload }) => text(payload.repository.full_name) },
});
createReceiver<ClerkEvents>({
  ...about,
  on: { "user.created": ({ payload }) => text(payload.data.first_name) },
});
createReceiver<SlackEvents>({
  ...about,
  on: { reaction_added: ({ payload }) => text(payload.team_id + payload.event.reaction) },
});
createReceiver<DiscordInteractions>({
  ...about,
  on: {
    "2": ({ payload }) => text(payload.data.name),
    "5": ({ payload }) => text(payload.data.custom_id),
  },
});
createReceiver<DiscordWebhookEvents>({
  ...about,
  on: { APPLICATION_AUTHORIZED: ({ payload }) => text(payload.event.data.user.username) },
});
createReceiver<ShopifyEvents<{ "orders/create": { readonly id: number } }>>({
  ...about,
  on: {
    "orders/create": ({ payload }) => payload.id.toFixed(),
    // @ts-expect-error: nothing is known of this payload
    "orders/paid": ({ payload }) => payload.id.toFixed(),
  },
});

// @ts-expect-error: no such type
createReceiver<StripeEvents>({ ...about, on: { "invoice.payed": () => 1 } });
// @ts-expect-error: no such type
createReceiver<GithubEvents>({ ...about, on: { pusch: () => 1 } });
// @ts-expect-error: no such type
createReceiver<ClerkEvents>({ ...about, on: { "user.make": () => 1 } });
// @ts-expect-error: no such type
createReceiver<SlackEvents>({ ...about, on: { reaction: () => 1 } });
// @ts-expect-error: no such type
createReceiver<DiscordInteractions>({ ...about, on: { "9": () => 1 } });
// @ts-expect-error: no such type
createReceiver<DiscordWebhookEvents>({ ...about, on: { AUTHORIZED: () => 1 } });
// @ts-expect-error: no such topic
createReceiver<ShopifyEvents>({ ...about, on: { "order/create": () => 1 } });

/** One of each shape in which the topics are written. */
export const topics: readonly ShopifyTopic[] = [
  "orders/create",
  "customer.tags_added",
  "fulfillment_orders/fulfillment_request_submitted",
  "fulfillment_orders/line_items_prepared_for_pickup",
  "inventory_shipments/receive_items",
];
