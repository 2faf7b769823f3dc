import type { PlannedDelivery } from "../faults/planned-delivery.ts";
import { Random } from "../faults/random.ts";
import { leaseMs, type Step, steps } from "./settings.ts";

/** What an event's payload asks of those who get it. */
export interface Order {
  readonly type: "order.paid";
  /** The event's id, as the provider has told it. */
  readonly order: string;
  readonly handlerMs: number;
  /** So many attempts of its handler fail. */
  readonly failures: number;
  /** At which step the first process that comes to it kills itself. */
  readonly diesAt: Step | null;
}

/** How many events, and how many of them kill. */
export interface EventPlan {
  readonly deliveries: number;
  /** One event in so many kills a process, at each step in turn. */
  readonly deathGap: number;
}

/** Events with handlers that take no time, some time, or longer than a lease. */
export function planEvents({ deliveries, deathGap }: EventPlan, seed: number): PlannedDelivery[] {
  return Array.from({ length: deliveries }, (_, index) => {
    const id = `event-${index}`;
    const random = new Random(`${seed}/${id}`);
    const isLong = random.chance(0.04);
    const isDeadly = index % deathGap === deathGap - 1;
    const step = steps[Math.floor(index / deathGap) % steps.length];
    const order: Order = {
      type: "order.paid",
      order: id,
      handlerMs: Math.round(
        isLong ? random.between(1.2 * leaseMs, 1.7 * leaseMs) : random.between(0, 200),
      ),
      failures: random.chance(0.05) ? 1 : 0,
      diesAt: (isDeadly && step) || null,
    };
    return { id, body: JSON.stringify(order), copies: random.chance(0.05) ? 2 : 1 };
  });
}

/** @throws SyntaxError unless it is one of those planned */
export function orderOf(body: Uint8Array = new Uint8Array()): Order {
  return JSON.parse(Buffer.from(body).toString()) as Order;
}
