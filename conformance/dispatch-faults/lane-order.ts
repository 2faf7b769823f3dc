import { grouped } from "../faults/grouped.ts";
import type { Evidence } from "./evidence.ts";
import { wants } from "./planned-endpoint.ts";

/** Where an ordered endpoint was sent an event before it had taken all that are ahead of it. */
export function outOfOrder({ endpoints, events, arrivals }: Evidence): readonly string[] {
  const problems: string[] = [];
  for (const endpoint of endpoints.filter(({ ordered }) => ordered)) {
    const ofEndpoint = grouped(
      arrivals.filter((arrival) => arrival.endpoint === endpoint.id),
      ({ event }) => event,
    );
    let takenAt = 0;
    let ahead = "";
    for (const event of events.filter((one) => wants(endpoint, one))) {
      const came = ofEndpoint.get(event.id) ?? [];
      const firstAt = Math.min(...came.map(({ at }) => at));
      if (firstAt < takenAt) {
        const ms = Math.ceil(takenAt - firstAt);
        problems.push(`${endpoint.id}: ${event.id} came ${ms} ms before ${ahead} was taken`);
      }
      const taken = came.filter(({ isTaken }) => isTaken);
      const at = Math.min(...taken.map(({ answeredAt = 0 }) => answeredAt));
      if (at > takenAt) {
        takenAt = at;
        ahead = event.id;
      }
    }
  }
  return problems;
}
