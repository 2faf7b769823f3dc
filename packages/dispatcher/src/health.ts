import type { Queue } from "@hooks/queue";
import type { Sender } from "@hooks/sender";
import type { DispatcherHealth } from "./dispatcher.ts";
import type { LaneKeeper } from "./lane-keeper.ts";
import type { Outbox } from "./outbox.ts";

const maxUnwell = 100;

/** Asks the queue, the states of the endpoints that were failing, and the outbox. */
export async function healthOf({
  queue,
  sender,
  lanes,
  outbox,
}: {
  readonly queue: Pick<Queue, "health">;
  readonly sender: Pick<Sender, "endpointState">;
  readonly lanes: Pick<LaneKeeper, "unwell">;
  readonly outbox: Outbox | undefined;
}): Promise<DispatcherHealth> {
  const ids = lanes.unwell().slice(0, maxUnwell);
  const [health, states, waiting] = await Promise.all([
    queue.health(),
    Promise.all(ids.map((id) => sender.endpointState(id))),
    outbox?.health(),
  ]);
  const unwell = ids.map((id, i) => ({ id, ...states[i] }));
  return { ...health, unwell, ...(waiting && { outbox: waiting }) };
}
