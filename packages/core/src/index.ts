export type { Delivery, DeliveryHeaders, DeliveryInput } from "./delivery.ts";
export type {
  EventsByType,
  Handler,
  HandlerContext,
  Handlers,
  WebhookEvent,
} from "./event.ts";
export type { EventFacts, EventQueue, QueuedEvent } from "./event-queue.ts";
export type { Host } from "./host.ts";
export type { BodyReader, Incoming } from "./incoming.ts";
export { createKeyCache, type KeyCache, type KeyDocument, type KeyFetch } from "./key-cache.ts";
export type { Outcome, OutcomeKind } from "./outcome.ts";
export type {
  Acknowledgement,
  Batch,
  BodyField,
  BodySet,
  ClaimField,
  ContentFunction,
  ContentSource,
  Field,
  Form,
  FormField,
  Handshake,
  HandshakeAnswer,
  HandshakeSign,
  HeaderField,
  JsonField,
  MultiFormProvider,
  OneOrMore,
  Provider,
  QueryField,
  SingleFormProvider,
  Timestamp,
} from "./provider.ts";
export { createReceiver, type Receiver } from "./receiver.ts";
export type {
  EndpointOptions,
  ReceiverOptions,
  SchemaReceiverOptions,
  SchemasReceiverOptions,
} from "./receiver-options.ts";
export type { Reply } from "./reply.ts";
export type {
  EventsOfSchemas,
  SchemaByType,
  SchemaIssue,
  SchemaOutput,
  SchemaResult,
  StandardSchema,
} from "./schema.ts";
export type { Secret, SecretSet, SecretValue } from "./secrets.ts";
export { type SignOptions, sign } from "./sign.ts";
export type {
  BasicSignature,
  DigestSignature,
  EcdsaSignature,
  Ed25519Signature,
  Encoding,
  Hash,
  HmacSignature,
  JwtSignature,
  KeySource,
  Requirement,
  RsaSignature,
  SecretFormat,
  Signature,
  TokenAlgorithm,
  TokenSignature,
} from "./signature.ts";
export type { ClaimResult, Store } from "./store.ts";
export { timingSafeEqual } from "./timing-safe-equal.ts";
export { toResponse } from "./to-response.ts";
export { type Verified, type VerifyOptions, verify } from "./verify.ts";
export { isWebhookError, WebhookError, type WebhookErrorCode } from "./webhook-error.ts";
