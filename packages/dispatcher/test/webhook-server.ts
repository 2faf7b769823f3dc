import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { createWebhookServer, type WebhookServer, type WebhookServerOptions } from "@hooks/testing";
import { afterTest, secret } from "./start-dispatcher.ts";

/** A server that verifies what it is sent, and is closed after the test. */
export async function webhookServer(options: WebhookServerOptions = {}): Promise<WebhookServer> {
  const server = await createWebhookServer({
    provider: standardWebhooks,
    secret,
    maxReceived: 10_000,
    ...options,
  });
  afterTest.push(server.close);
  return server;
}

/** The ids of the events that were accepted, in the order in which they came. */
export const acceptedIds = (server: WebhookServer): readonly (string | undefined)[] =>
  server.received().flatMap(({ verified }) => (verified ? [verified.id] : []));
