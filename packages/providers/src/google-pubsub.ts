import type { Provider } from "@hooks/core";

/**
 * Google Cloud Pub/Sub's authenticated push: https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 *
 * Google signs such tokens for everybody's service accounts, for any audience: the secret is the e-mail address of the
 * account that the subscription was given, and `url` its audience, which is the endpoint's URL unless another was set.
 * The body is not signed.
 */
export const googlePubsub: Provider = {
  id: "google-pubsub",
  name: "Google Cloud Pub/Sub",
  docs: "https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions",
  signature: {
    scheme: "jwt",
    algorithms: "RS256",
    field: { header: "authorization", prefix: "Bearer " },
    keys: { format: "jwks", url: "https://www.googleapis.com/oauth2/v3/certs" },
    expires: true,
    leeway: 60,
    requires: [
      { claim: "iss", equals: "https://accounts.google.com" },
      { claim: "aud", equals: "{url}" },
      { claim: "email", equals: "{secret}" },
      { claim: "email_verified", equals: "true" },
    ],
  },
  deliveryId: [{ json: "message.messageId" }, { json: "message.message_id" }],
};
