import type { Provider } from "@hooks/core";

/**
 * Azure Event Grid's own schema; for CloudEvents, see `cloudevents`:
 * https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema
 *
 * Nothing is signed: the secret is the query parameter `token` of the endpoint's URL, or a header that the subscription
 * is given as a delivery property (the secret is the whole header `Authorization`). The name of the parameter is ours,
 * for Microsoft leaves it open.
 */
export const azureEventGrid: Provider = {
  id: "azure-event-grid",
  name: "Azure Event Grid",
  docs: "https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema",
  signature: {
    scheme: "token",
    field: [{ query: "token" }, { header: "authorization" }],
    encoding: "utf8",
  },
  batch: { at: { json: "" }, deliveryId: { json: "id" }, eventType: { json: "eventType" } },
  handshake: {
    when: { header: "aeg-event-type", equals: "SubscriptionValidation" },
    challenge: { json: "0.data.validationCode" },
    reply: { contentType: "application/json", body: '{"validationResponse":"{challenge}"}' },
  },
};
