import type { EventsByType } from "@hooks/core";
import type { SlackEvent } from "@slack/types";

/** What Slack wraps an event in: https://docs.slack.dev/apis/events-api/ */
export interface SlackEnvelope<Event> {
  readonly type: "event_callback";
  readonly team_id: string;
  readonly api_app_id: string;
  readonly event_id: string;
  /** Seconds since the epoch. */
  readonly event_time: number;
  readonly event: Event;
}

/**
 * Event type -> envelope, of `@slack/types`: `createReceiver<SlackEvents>({ provider: slack, … })`. Commands and
 * interactions are of types of their own: `createReceiver<SlackEvents & { "/deploy": … }>`.
 */
export type SlackEvents = {
  readonly [Type in keyof EventsByType<SlackEvent>]: SlackEnvelope<EventsByType<SlackEvent>[Type]>;
};
