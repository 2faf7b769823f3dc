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
  defineEvents,
  type EventCatalogue,
  type EventData,
  type EventsOfDeclarations,
} from "./define-events.ts";
export type { ClientCertificate, Endpoint, EndpointSecret, RateLimit } from "./endpoint.ts";
export type { EventInput, EventOf, EventsByType, EventTypes, PreparedEvent } from "./event.ts";
export {
  type EventDeclaration,
  type EventDefinition,
  type EventVersion,
  type EventVersions,
  type JsonSchema,
  type SchemaInput,
  versioned,
} from "./event-versions.ts";
export type { OpenApiDocument, OpenApiOptions } from "./open-api.ts";
export { isSenderError, SenderError, type SenderErrorCode } from "./sender-error.ts";
export type { Signer, SigningRequest } from "./signer.ts";
