import type { Provider } from "@hooks/core";

/**
 * Mailchimp's audience webhooks; for those of transactional mail, see `mandrill`:
 * https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/
 *
 * Nothing is signed: the secret is the query parameter `token` of the endpoint's URL, as Mailchimp recommends; its name
 * is ours. The body is a form.
 */
export const mailchimp: Provider = {
  id: "mailchimp",
  name: "Mailchimp",
  docs: "https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/",
  signature: { scheme: "token", field: { query: "token" }, encoding: "utf8" },
  eventType: { form: "type" },
  handshake: { method: "GET", reply: {} },
};
