import type { EndpointChange } from "./endpoint-policy.ts";

/** What the sender tells besides its attempts. */
export type Report =
  | {
      /** `endpoint.recovered`: the first success after one of the others. */
      readonly type: EndpointChange;
      readonly endpointId: string;
      readonly at: Date;
      /** When its failures began. */
      readonly failingSince?: Date | undefined;
      /** Why it was disabled: it answered 410, or has failed for days. */
      readonly reason?: "gone" | "failing" | undefined;
    }
  | {
      /** The body is larger than receivers like: 20 KB. It is sent all the same. */
      readonly type: "event.large";
      readonly eventId: string;
      readonly eventType: string;
      readonly bytes: number;
    }
  | {
      /** What was to be remembered is not. No delivery changes by it. */
      readonly type: "store.failed";
      readonly step: "recordEvent" | "recordAttempt" | "readState" | "updateState";
      readonly error: unknown;
    };
