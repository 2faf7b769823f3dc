import { boundedInteger, boundedText } from "./bounded.ts";

const dayMs = 86_400_000;

/** The longest delay, and how far ahead a retry may lie. */
export const maxDelayMs: number = 366 * dayMs;
/** The number that runs last. */
export const maxPriority = 1000;
/** As many jobs as one call enqueues. */
export const maxJobsAtOnce = 10_000;

/** @throws QueueError `job_invalid` */
export function jobIdOf(id: string): string {
  return boundedText("the id", id, 512, "job_invalid");
}

/** @throws QueueError `job_invalid` */
export function laneNameOf(lane: string): string {
  return boundedText("the lane", lane, 256, "job_invalid");
}

/** @throws QueueError `option_invalid` */
export function priorityOf(priority: number): number {
  return boundedInteger("priority", priority, 0, maxPriority);
}
