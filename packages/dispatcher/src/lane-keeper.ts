import type { Queue } from "@hooks/queue";
import type { Attempt, Endpoint, Sender } from "@hooks/sender";
import { hasOwnLimits, lanePlan } from "./lane-plan.ts";

/** What a lane-keeper works with. */
export interface LaneKeeperOptions {
  readonly queue: Pick<Queue, "setLane">;
  readonly sender: Pick<Sender, "endpointState">;
  readonly now: () => number;
  /** Told when the queue or the store of states fails: no delivery changes by it. */
  readonly onError: (error: unknown) => void;
}

interface KeptLane {
  /** What the endpoint asked for. */
  readonly asked: string;
  /** What the queue was told. */
  readonly limits: string;
  readonly isWell: boolean;
  readonly setAtMs: number;
}

const askedOf = ({ concurrency, rateLimit, ordered }: Endpoint): string =>
  `${ordered} ${concurrency} ${rateLimit?.count} ${rateLimit?.perMs}`;

const maxLanes = 10_000;
/** After this the queue is told again, for another process may have told it something else. */
const refreshMs = 60_000;

/** Keeps the queue's lanes as their endpoints are: an endpoint that fails has less of a lane, and never more. */
export class LaneKeeper {
  readonly #options: LaneKeeperOptions;
  /** The one that was set last stands last. */
  readonly #lanes = new Map<string, KeptLane>();

  constructor(options: LaneKeeperOptions) {
    this.#options = options;
  }

  /** The endpoints that were not well when this process last looked. */
  unwell(): readonly string[] {
    return [...this.#lanes].flatMap(([id, { isWell }]) => (isWell ? [] : [id]));
  }

  /** Sets limits that have to hold before the first job is there. */
  async before(endpoint: Endpoint): Promise<void> {
    if (!hasOwnLimits(endpoint) || this.#lanes.get(endpoint.id)?.asked === askedOf(endpoint))
      return;
    await this.reset(endpoint);
  }

  /** Sets them anew, whatever was set before. */
  async reset(endpoint: Endpoint): Promise<void> {
    this.#lanes.delete(endpoint.id);
    const state = await this.#options.sender.endpointState(endpoint.id);
    await this.#set(endpoint, lanePlan(endpoint, state, undefined, this.#options.now()));
  }

  /** Takes the end of an attempt into account. */
  async after(endpoint: Endpoint, attempt: Attempt): Promise<void> {
    const nowMs = this.#options.now();
    const kept = this.#lanes.get(endpoint.id);
    const isFresh = kept?.asked === askedOf(endpoint) && kept.setAtMs + refreshMs > nowMs;
    if (isFresh && kept.isWell && attempt.code === "delivered") return;
    try {
      const state = await this.#options.sender.endpointState(endpoint.id);
      await this.#set(endpoint, lanePlan(endpoint, state, attempt, nowMs));
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #set(endpoint: Endpoint, { limits, isWell }: ReturnType<typeof lanePlan>): Promise<void> {
    const { id } = endpoint;
    const nowMs = this.#options.now();
    const text = JSON.stringify(limits);
    const kept = this.#lanes.get(id);
    const isFresh = kept?.limits === text && kept.setAtMs + refreshMs > nowMs;
    const setAtMs = isFresh ? kept.setAtMs : nowMs;
    this.#lanes.delete(id);
    this.#lanes.set(id, { asked: askedOf(endpoint), limits: text, isWell, setAtMs });
    const [oldest] = this.#lanes.keys();
    if (this.#lanes.size > maxLanes && oldest !== undefined) this.#lanes.delete(oldest);
    if (isFresh) return;
    try {
      await this.#options.queue.setLane(id, limits);
    } catch (error) {
      this.#lanes.delete(id);
      throw error;
    }
  }
}
