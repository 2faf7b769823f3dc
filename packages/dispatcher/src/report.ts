import type { JobFailure } from "@hooks/queue";

/** What the dispatcher tells. What happens to endpoints, the sender tells by its own `onReport`. */
export type DispatcherReport =
  | {
      /** A delivery is given up. It lies among the queue's dead, with the event's bytes. */
      readonly type: "delivery.dead";
      readonly eventId: string;
      readonly eventType: string;
      readonly endpointId: string;
      /** Of its job: `retryDead` takes it. */
      readonly jobId: string;
      readonly code: JobFailure["code"];
    }
  | {
      /** An event is not sent to an endpoint whose version it can't be made for. */
      readonly type: "endpoint.refused";
      readonly endpointId: string;
      readonly eventId: string;
      readonly error: unknown;
    }
  | {
      /** An event of the outbox can't be published. Its row stays, with this code. */
      readonly type: "outbox.refused";
      readonly eventId: string;
      readonly code: string;
      readonly error: unknown;
    }
  | {
      /** Something that others keep can't be used just now. No delivery is lost by it. */
      readonly type:
        | "queue.failed"
        | "attempts.failed"
        | "endpoints.failed"
        | "lane.failed"
        | "outbox.failed";
      readonly error: unknown;
    };

/** Tells somebody. */
export type Tell = (report: DispatcherReport) => void;

/** Calls a listener whose own faults are no one else's. */
export function quietly(listener: ((report: DispatcherReport) => unknown) | undefined): Tell {
  return (report) => {
    try {
      const answer = listener?.(report);
      if (answer instanceof Promise) answer.catch(() => undefined);
    } catch {
      // The listener's own affair.
    }
  };
}
