export { type CreatedEvent, type CreateEventOptions, createEvent } from "./create-event.ts";
export {
  type DeliveryTarget,
  deliver,
  type FastifyTarget,
  type FetchHandler,
  type NodeListener,
} from "./deliver.ts";
export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { type HandshakeRequest, handshakeRequest } from "./handshake-request.ts";
export type { KeyPair } from "./key-pair.ts";
export { localKeys, localKeysFolder } from "./local-keys.ts";
export { type LocalSigningKeysOptions, localSigningKeys } from "./local-signing-keys.ts";
export { createPublishedKeys, type PublishedKeys } from "./published-keys.ts";
export { serveQueue } from "./queue-process.ts";
export type { AwaitedDeliveries, DeliveryOrder, ReceivedDelivery } from "./received-deliveries.ts";
export { type SampleEvent, type SampleEvents, sampleEvents } from "./sample-events.ts";
export type { DeliverOptions, DeliveryReply } from "./send-request.ts";
export { createSecret } from "./signable-form.ts";
export {
  type DeliveryBreaks,
  type SignedDelivery,
  type SignedDeliveryOptions,
  signedDelivery,
} from "./signed-delivery.ts";
export { type AdapterTestOptions, testAdapter } from "./test-adapter.ts";
export { adapterAnswers, type ExpectedAnswer } from "./test-adapter-answers.ts";
export type { ServeAdapter, ServedAdapter } from "./test-adapter-trial.ts";
export { type ProviderTestOptions, testProvider } from "./test-provider.ts";
export { type QueueTestOptions, testQueue } from "./test-queue.ts";
export type { CreateQueue, QueueSetup } from "./test-queue-trial.ts";
export { type StoreTestOptions, testStore } from "./test-store.ts";
export type { CreateStore, StoreSetup } from "./test-store-trial.ts";
export {
  type RecordedDelivery,
  type Vector,
  type VectorRequest,
  type VectorVerdict,
  vectorDelivery,
  vectorOptions,
} from "./vector.ts";
export { type MatcherResult, webhookMatchers } from "./webhook-matchers.ts";
export {
  createWebhookServer,
  type WebhookServer,
  type WebhookServerOptions,
} from "./webhook-server.ts";
