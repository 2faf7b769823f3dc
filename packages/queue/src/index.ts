export { boundedInteger } from "./bounded.ts";
export { type CreateQueueOptions, createQueue } from "./create-queue.ts";
export { DeadNow, type DeadNowOptions, isDeadNow } from "./dead-now.ts";
export { type EncodedBody, type EncodedJob, jobEncoder, type SizeLimits } from "./encode-job.ts";
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
export { jobIdOf, laneNameOf, maxDelayMs, maxJobsAtOnce, maxPriority } from "./job-bounds.ts";
export { jobFailure } from "./job-failure.ts";
export type {
  Answer,
  ClaimedJob,
  ClaimRequest,
  ClaimResult,
  Hold,
  JobStorage,
} from "./job-storage.ts";
export {
  defaultLaneRules,
  type LaneLimits,
  type LaneRules,
  type LaneUse,
  laneOpens,
  laneRules,
  type RateLimit,
  type RateWindow,
  rateWindow,
} from "./lane-limits.ts";
export { closeTimeoutMs, type ProcessSettings, processSettings } from "./process-settings.ts";
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
export { type QueueSettings, queueSettings, type RetentionBounds } from "./queue-settings.ts";
export { RateMeter } from "./rate-meter.ts";
export { isRetryLater, RetryLater, type RetryLaterOptions } from "./retry-later.ts";
export { attemptsOf, type RetrySchedule, retryDelayMs, retrySchedule } from "./retry-schedule.ts";
export { isTimeout, type Outcome, runHandler, type TimeLimits } from "./run-handler.ts";
export { type AttemptFacts, type Settlement, settlementOf } from "./settlement.ts";
export { within } from "./within.ts";
export { type WorkOffOptions, workOff } from "./work-off.ts";
