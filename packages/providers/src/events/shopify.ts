/** The topics of one resource. */
type Topics<Resource extends string, Change extends string> = `${Resource}/${Change}`;

type Changes = "create" | "delete" | "update";

/** The topics that the Admin API 2026-01 and those before it know: https://shopify.dev/docs/api/webhooks */
export type ShopifyTopic =
  | Topics<"app", "scopes_update" | "uninstalled">
  | Topics<"app_purchases_one_time", "update">
  | Topics<"app_subscriptions", "approaching_capped_amount" | "update">
  | Topics<"audit_events", "admin_api_activity">
  | Topics<"bulk_operations", "finish">
  | Topics<"carts", "create" | "update">
  | Topics<"channels", "delete">
  | Topics<"checkouts", Changes>
  | Topics<"collection_listings", "add" | "remove" | "update">
  | Topics<"collection_publications", Changes>
  | Topics<"collections", Changes>
  | Topics<"companies", Changes>
  | Topics<"company_contact_roles", "assign" | "revoke">
  | Topics<"company_contacts", Changes>
  | Topics<"company_locations", Changes>
  | "customer.joined_segment"
  | "customer.left_segment"
  | "customer.tags_added"
  | "customer.tags_removed"
  | Topics<"customer_account_settings", "update">
  | Topics<"customer_groups", Changes>
  | Topics<"customer_payment_methods", "create" | "revoke" | "update">
  | Topics<
      "customers",
      Changes | "data_request" | "disable" | "enable" | "merge" | "purchasing_summary" | "redact"
    >
  | Topics<"customers_email_marketing_consent", "update">
  | Topics<"customers_marketing_consent", "update">
  | Topics<"delivery_promise_settings", "update">
  | Topics<"discounts", Changes | "redeemcode_added" | "redeemcode_removed">
  | Topics<"disputes", "create" | "update">
  | Topics<"domains", "create" | "destroy" | "update">
  | Topics<"draft_orders", Changes>
  | Topics<"finance_app_staff_member", "delete" | "grant" | "revoke" | "update">
  | Topics<"finance_kyc_information", "update">
  | Topics<"fulfillment_events", "create" | "delete">
  | Topics<"fulfillment_holds", "added" | "released">
  | Topics<
      "fulfillment_orders",
      | `${"cancellation" | "fulfillment"}_request_${"accepted" | "rejected" | "submitted"}`
      | `line_items_prepared_for_${"local_delivery" | "pickup"}`
      | "cancelled"
      | "fulfillment_service_failed_to_complete"
      | "hold_released"
      | "manually_reported_progress_stopped"
      | "merged"
      | "moved"
      | "order_routing_complete"
      | "placed_on_hold"
      | "progress_reported"
      | "rescheduled"
      | "scheduled_fulfillment_order_ready"
      | "split"
    >
  | Topics<"fulfillments", "create" | "update">
  | Topics<"inventory_items", Changes>
  | Topics<"inventory_levels", "connect" | "disconnect" | "update">
  | Topics<
      "inventory_shipments",
      | `${"add" | "receive" | "remove"}_items`
      | "create"
      | "delete"
      | "mark_in_transit"
      | "update_item_quantities"
      | "update_tracking"
    >
  | Topics<
      "inventory_transfers",
      | `${"add" | "remove"}_items`
      | "cancel"
      | "complete"
      | "ready_to_ship"
      | "update_item_quantities"
    >
  | Topics<"locales", "create" | "update">
  | Topics<"locations", Changes | "activate" | "deactivate">
  | Topics<"markets", Changes>
  | Topics<"markets_backup_region", "update">
  | Topics<"metafield_definitions", Changes>
  | Topics<"metaobjects", Changes>
  | Topics<"order_transactions", "create">
  | Topics<
      "orders",
      | "cancelled"
      | "create"
      | "delete"
      | "edited"
      | "fulfilled"
      | "link_requested"
      | "paid"
      | "partially_fulfilled"
      | "risk_assessment_changed"
      | "shopify_protect_eligibility_changed"
      | "updated"
    >
  | Topics<"payment_schedules", "due">
  | Topics<"payment_terms", Changes>
  | Topics<
      "product_feeds",
      "create" | "full_sync" | "full_sync_finish" | "incremental_sync" | "update"
    >
  | Topics<"product_listings", "add" | "remove" | "update">
  | Topics<"product_publications", Changes>
  | Topics<"products", Changes>
  | Topics<"profiles", Changes>
  | Topics<"publications", "delete">
  | Topics<"refunds", "create">
  | Topics<
      "returns",
      "approve" | "cancel" | "close" | "decline" | "process" | "reopen" | "request" | "update"
    >
  | Topics<"reverse_deliveries", "attach_deliverable">
  | Topics<"reverse_fulfillment_orders", "dispose">
  | Topics<"scheduled_product_listings", "add" | "remove" | "update">
  | Topics<"segments", Changes>
  | Topics<"selling_plan_groups", Changes>
  | Topics<"shipping_addresses", "create" | "update">
  | Topics<"shop", "redact" | "update">
  | Topics<"subscription_billing_attempts", "challenged" | "failure" | "success">
  | Topics<"subscription_billing_cycle_edits", Changes>
  | Topics<"subscription_billing_cycles", "skip" | "unskip">
  | Topics<
      "subscription_contracts",
      "activate" | "cancel" | "create" | "expire" | "fail" | "pause" | "update"
    >
  | Topics<"tax_summaries", "create">
  | Topics<"tender_transactions", "create">
  | Topics<"themes", Changes | "publish">
  | Topics<"variants", "in_stock" | "out_of_stock">;

/**
 * Topic -> payload: `createReceiver<ShopifyEvents>({ provider: shopify, … })`. Shopify publishes no types of payloads:
 * those that you know go into `Payloads`, and a topic that is none is an error.
 */
export type ShopifyEvents<
  Payloads extends { readonly [Topic in ShopifyTopic]?: unknown } = Record<never, never>,
> = {
  readonly [Topic in ShopifyTopic]: Topic extends keyof Payloads
    ? Payloads[Topic]
    : Readonly<Record<string, unknown>>;
};
