import type { ProcessOptions, Queue } from "@hooks/queue";
import type { AttemptsStore, Endpoint, EventsByType, Sender } from "@hooks/sender";
import type { EndpointSource } from "./endpoint-source.ts";
import type { OutboxOptions } from "./outbox.ts";
import type { DispatcherReport } from "./report.ts";

/** How a dispatcher is set up. */
export interface DispatcherOptions<Events extends EventsByType = EventsByType> {
  /** Makes the attempts: signs, sends, and says when the next one is due. */
  readonly sender: Sender<Events>;
  /** Keeps the deliveries. It is for this dispatcher alone, in however many processes. */
  readonly queue: Queue;
  /** A list that never changes, or where they are looked up. */
  readonly endpoints: Iterable<Endpoint> | EndpointSource;
  /** The sender's own. Needed for `replay`, and to publish an event again under its id without its timestamp. */
  readonly attempts?: AttemptsStore | undefined;
  /** Needed for `publish` within a transaction. */
  readonly outbox?: OutboxOptions | undefined;
  /** Told what should be known. What it throws changes nothing. */
  readonly onReport?: ((report: DispatcherReport) => unknown) | undefined;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** How deliveries are made. */
export interface StartOptions
  extends Pick<ProcessOptions, "reservedForFirst" | "leaseMs" | "timeoutMs"> {
  /** Deliveries at a time in this process; default 100. The sender's own has to be as large. */
  readonly concurrency?: number;
  /** Publish what is in the outbox; default `true`. */
  readonly relay?: boolean;
}
