export type { ReplayFilter } from "./attempted-deliveries.ts";
export { createDispatcher } from "./create-dispatcher.ts";
export type {
  Dispatcher,
  DispatcherHealth,
  EnableOptions,
  EndpointHealth,
  Published,
  PublishOptions,
} from "./dispatcher.ts";
export {
  DispatcherError,
  type DispatcherErrorCode,
  isDispatcherError,
} from "./dispatcher-error.ts";
export type { DispatcherOptions, StartOptions } from "./dispatcher-options.ts";
export type { EndpointSource } from "./endpoint-source.ts";
export type { OutboxHealth, OutboxOptions } from "./outbox.ts";
export type { Replay, ReplayOptions } from "./replay.ts";
export type { DispatcherReport } from "./report.ts";
export {
  type PostgresClient,
  postgresSql,
  type Sql,
  type SqliteDatabase,
  type SqliteStatement,
  type SqlRow,
  type SqlValue,
  sqliteSql,
} from "./sql.ts";
export { type SqlEndpointStatesOptions, sqlEndpointStates } from "./sql-endpoint-states.ts";
