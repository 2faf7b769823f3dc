import type { Random } from "../faults/random.ts";
import { leaseMs } from "../queue-faults/settings.ts";
import type { PlannedEvent } from "./planned-event.ts";
import { deadlyReplyMs } from "./settings.ts";

/** What an endpoint does with a request. */
export interface PlannedReply {
  readonly kind: "taken" | "refused" | "reset" | "broken off" | "silent";
  readonly status: number;
  readonly delayMs: number;
}

/** An endpoint, and how often it does what: shares of all requests. */
export interface PlannedEndpoint {
  readonly id: string;
  readonly eventTypes: readonly string[];
  readonly ordered?: true;
  /** As given to the dispatcher; default 10, and one where it is ordered. */
  readonly concurrency?: number;
  readonly delayMs: readonly [number, number];
  readonly refused?: number;
  readonly reset?: number;
  /** A 200 whose body never ends: the event is taken, and nobody is told. */
  readonly brokenOff?: number;
  readonly silent?: number;
  /** A 200 that comes after more than a lease. */
  readonly late?: number;
  /** Its server takes no connections at times. */
  readonly isClosedAtTimes?: true;
  /** Never answers before all events are published. */
  readonly isDead?: true;
}

const ledger = {
  ordered: true,
  delayMs: [0, 15],
  refused: 0.06,
  reset: 0.03,
  brokenOff: 0.03,
  silent: 0.006,
  late: 0.006,
} as const;

/** Those that a trial has. */
export const plannedEndpoints: readonly PlannedEndpoint[] = [
  { id: "steady", eventTypes: ["*"], delayMs: [0, 20] },
  { id: "narrow", eventTypes: ["*"], concurrency: 3, delayMs: [5, 40] },
  {
    id: "refusing",
    eventTypes: ["order.*"],
    delayMs: [0, 40],
    refused: 0.15,
  },
  {
    id: "slow",
    eventTypes: ["order.paid"],
    delayMs: [0, 80],
    silent: 0.03,
    late: 0.05,
  },
  {
    id: "breaking",
    eventTypes: ["order.placed", "invoice.sent"],
    delayMs: [0, 20],
    reset: 0.08,
    brokenOff: 0.08,
  },
  {
    id: "closing",
    eventTypes: ["*"],
    delayMs: [0, 20],
    isClosedAtTimes: true,
  },
  {
    id: "dead",
    eventTypes: ["invoice.*"],
    concurrency: 4,
    delayMs: [0, 20],
    isDead: true,
  },
  { id: "ledger-a", eventTypes: ["ledger.a.*"], ...ledger },
  { id: "ledger-b", eventTypes: ["ledger.b.*"], ...ledger },
];

const refusals = [400, 404, 429, 500, 503, 302];
/** From then on an endpoint takes what it is sent. */
const maxFailures = 4;

/** Attempts at once that its lane allows. */
export const laneWidth = ({ ordered, concurrency = 10 }: PlannedEndpoint): number =>
  ordered ? 1 : concurrency;

/** Does it want events of this type? Said anew, and not asked of who is on trial. */
export const wants = ({ eventTypes }: PlannedEndpoint, { type }: PlannedEvent): boolean =>
  eventTypes.some(
    (one) =>
      one === "*" || one === type || (one.endsWith("*") && type.startsWith(one.slice(0, -1))),
  );

/**
 * What becomes of a request.
 *
 * @param number how many there were of this event at this endpoint, this one included
 */
export function plannedReply(
  endpoint: PlannedEndpoint,
  { data }: PlannedEvent,
  number: number,
  random: Random,
): PlannedReply {
  const { refused = 0, reset = 0, brokenOff = 0, silent = 0, late = 0 } = endpoint;
  const refusal = random.pick(refusals);
  const isDeadly = data.diesAt === "in its attempt";
  const delayMs = random.between(...endpoint.delayMs) + (isDeadly ? deadlyReplyMs : 0);
  const chance = number <= maxFailures ? random.between(0, 1) : 1;
  const kinds: readonly (readonly [PlannedReply["kind"] | "late", share: number])[] = [
    ["refused", refused],
    ["reset", reset],
    ["broken off", brokenOff],
    ["silent", silent],
    ["late", late],
  ];
  let most = 0;
  const [kind = "taken"] =
    kinds.find(([, share]) => {
      most += share;
      return chance < most;
    }) ?? [];
  if (kind === "late") {
    return { kind: "taken", status: 200, delayMs: random.between(1.1, 1.35) * leaseMs };
  }
  return { kind, status: kind === "refused" ? refusal : 200, delayMs };
}
