import type { QueueEvidence } from "../queue-faults/evidence.ts";
import type { Arrival } from "./endpoint-server.ts";
import type { PlannedEndpoint } from "./planned-endpoint.ts";
import type { PlannedEvent } from "./planned-event.ts";

/** All that is known when a trial is over. Attempts are runs, by event and endpoint, joined by a dot. */
export interface Evidence extends QueueEvidence {
  /** In the order in which they were to be published. */
  readonly events: readonly PlannedEvent[];
  readonly endpoints: readonly PlannedEndpoint[];
  /** Those of which a process said that they are. */
  readonly published: ReadonlySet<PlannedEvent>;
  /** Of all endpoints, in the order in which they came. */
  readonly arrivals: readonly Arrival[];
}
