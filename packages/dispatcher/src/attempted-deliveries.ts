import type { AttemptsQuery, AttemptsStore } from "@hooks/sender";
import { deliveryId } from "./delivery-job.ts";
import { DispatcherError } from "./dispatcher-error.ts";

/** Which deliveries are replayed: all that match every member given. */
export interface ReplayFilter {
  /** The endpoint's id. */
  readonly endpoint?: string | undefined;
  readonly eventId?: string | undefined;
  /** The event's. */
  readonly type?: string | undefined;
  /** Attempted then or later. */
  readonly since?: Date | undefined;
  /** Attempted before. */
  readonly until?: Date | undefined;
  /** How the latest attempt ended, whenever that was. Default: either. */
  readonly status?: "delivered" | "failed" | undefined;
}

/** An event and an endpoint that it was sent to. */
export interface AttemptedDelivery {
  readonly eventId: string;
  readonly endpointId: string;
  /** The highest number of an attempt. */
  readonly attempts: number;
}

const maxDeliveries = 1_000_000;
const pageSize = 1000;

interface Found extends Omit<AttemptedDelivery, "attempts"> {
  readonly isDelivered: boolean;
  isWithin: boolean;
  attempts: number;
}

const queryOf = ({ endpoint, eventId, type, since }: ReplayFilter): AttemptsQuery => ({
  ...(endpoint !== undefined && { endpointId: endpoint }),
  ...(eventId !== undefined && { eventId }),
  ...(type !== undefined && { eventType: type }),
  ...(since !== undefined && { from: since }),
  limit: pageSize,
});

/**
 * Finds what was attempted, each event and endpoint once, the earliest attempted first.
 *
 * @throws DispatcherError `replay_too_large`
 */
export async function attemptedDeliveries(
  attempts: Pick<AttemptsStore, "findAttempts">,
  filter: ReplayFilter,
): Promise<readonly AttemptedDelivery[]> {
  const { until, status } = filter;
  const found = new Map<string, Found>();
  let cursor: string | undefined;
  do {
    // Those after `until` are read as well: a later one may have delivered it.
    const page = await attempts.findAttempts({ ...queryOf(filter), cursor });
    for (const { eventId, endpointId, code, number, startedAt } of page.attempts) {
      const key = deliveryId(eventId, endpointId);
      // The newest comes first, and says how it ended.
      const one = found.get(key) ?? {
        eventId,
        endpointId,
        isDelivered: code === "delivered",
        isWithin: false,
        attempts: 0,
      };
      one.attempts = Math.max(one.attempts, number);
      one.isWithin ||= until === undefined || startedAt < until;
      // To the end, for an older attempt is its first.
      found.delete(key);
      found.set(key, one);
    }
    if (found.size > maxDeliveries) {
      const message = `more than ${maxDeliveries} deliveries match: narrow since and until`;
      throw new DispatcherError("replay_too_large", message);
    }
    ({ cursor } = page);
  } while (cursor !== undefined);
  return [...found.values()]
    .filter(({ isWithin }) => isWithin)
    .filter(({ isDelivered }) => status === undefined || isDelivered === (status === "delivered"))
    .reverse();
}
