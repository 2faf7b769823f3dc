import { Random } from "./random.ts";
import { timeoutMs } from "./settings.ts";

/** What a delivery's payload asks of its handler. */
export interface Order {
  readonly type: "order.paid";
  readonly handlerMs: number;
  /** So many of the provider's attempts fail. */
  readonly failures: number;
}

export interface PlannedDelivery {
  readonly id: string;
  readonly body: string;
  /** How many times at once the provider sends it. */
  readonly copies: number;
}

export function planDeliveries(count: number, seed: number): PlannedDelivery[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `delivery-${index}`;
    const random = new Random(`${seed}/${id}`);
    const isLate = random.chance(0.06);
    const order: Order = {
      type: "order.paid",
      handlerMs: Math.round(
        isLate ? random.between(timeoutMs + 100, timeoutMs + 500) : random.between(0, 200),
      ),
      failures: random.chance(0.05) ? 1 : 0,
    };
    return { id, body: JSON.stringify(order), copies: random.chance(0.05) ? 2 : 1 };
  });
}
