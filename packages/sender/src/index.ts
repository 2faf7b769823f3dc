export type { SenderGuardOptions } from "./agents.ts";
export type { Permission, PermissionRequest } from "./ask-permission.ts";
export {
  type Attempt,
  type AttemptCode,
  isMade,
  type MadeCode,
  type SendResult,
  type UnmadeCode,
} from "./attempt.ts";
export type {
  AttemptsPage,
  AttemptsQuery,
  AttemptsStore,
  RecordedEvent,
} from "./attempts-store.ts";
export {
  type BreakerCount,
  type BreakerPolicy,
  type BreakerState,
  standardBreaker,
} from "./breaker.ts";
export { type Clock, systemClock } from "./clock.ts";
export { createSender } from "./create-sender.ts";
export {
  defineEvents,
  type EventCatalogue,
  type EventData,
  type EventsOfDeclarations,
} from "./define-events.ts";
export type { ClientCertificate, Endpoint, EndpointSecret, RateLimit } from "./endpoint.ts";
export {
  type Admission,
  admit,
  type Ending,
  type EndpointChange,
  type EndpointPolicy,
  enabled,
  settle,
  standardEndpointPolicy,
} from "./endpoint-policy.ts";
export { type EndpointState, type EndpointStates, memoryEndpointStates } from "./endpoint-state.ts";
export type { EventInput, EventOf, EventsByType, EventTypes, PreparedEvent } from "./event.ts";
export { isSubscribed } from "./event-type.ts";
export {
  type EventDeclaration,
  type EventDefinition,
  type EventVersion,
  type EventVersions,
  type JsonSchema,
  type SchemaInput,
  versioned,
} from "./event-versions.ts";
export type {
  FailedEvent,
  FailedEventsPage,
  FailedEventsQuery,
  ReplayableStore,
} from "./failed-events.ts";
export { type MemoryAttemptsStoreOptions, memoryAttemptsStore } from "./memory-attempts-store.ts";
export type { OpenApiDocument, OpenApiOptions } from "./open-api.ts";
export { providerSigner } from "./provider-signer.ts";
export type { Report } from "./report.ts";
export { parseRetryAfter } from "./retry-after.ts";
export {
  isRetried,
  nextAttemptMs,
  type RetryPolicy,
  standardRetries,
  standardSchedule,
} from "./retry-policy.ts";
export { type RotationOptions, rotateSecret } from "./rotate-secret.ts";
export type { CloseOptions, Sender } from "./sender.ts";
export { isSenderError, SenderError, type SenderErrorCode } from "./sender-error.ts";
export type {
  AttemptOptions,
  ResumeOptions,
  SenderOptions,
  SendOptions,
} from "./sender-options.ts";
export type { Signer, SigningRequest } from "./signer.ts";
