export { DeadNow, type DeadNowOptions } from "./dead-now.ts";
export type {
  CloseOptions,
  JobContext,
  JobHandler,
  ProcessOptions,
  QueueWorker,
} from "./handler.ts";
export type {
  Enqueued,
  EnqueueOptions,
  Job,
  JobFailure,
  JobPayload,
  JobState,
  JobStatus,
  Json,
  NewJob,
  StoredJob,
} from "./job.ts";
export type { LaneLimits, RateLimit } from "./lane-limits.ts";
export type {
  DeadFilter,
  DeadPage,
  DeadQuery,
  JobCounts,
  Queue,
  QueueHealth,
  QueueOptions,
  Retention,
} from "./queue.ts";
export { isQueueError, QueueError, type QueueErrorCode } from "./queue-error.ts";
export { RetryLater, type RetryLaterOptions } from "./retry-later.ts";
export type { RetrySchedule } from "./retry-schedule.ts";
