/** What is sent, and what must become of it. */

/** One event; `sent` says how its delivery differs from what Stripe would send once. */
export interface Case {
  readonly id: string;
  readonly type: string;
  readonly sent: "once" | "twice" | "forged";
  /** The answers to it, in order. */
  readonly answers: readonly string[];
  readonly attempts: number;
  readonly state: string;
}

/** The first of the workers dies of this one. */
export const powerCut: Case = {
  id: "evt_power_cut",
  type: "charge.refunded",
  sent: "once",
  answers: ["202"],
  attempts: 2,
  state: "completed",
};

export const cases: readonly Case[] = [
  {
    id: "evt_slow",
    type: "invoice.paid",
    sent: "once",
    answers: ["202"],
    attempts: 1,
    state: "completed",
  },
  {
    id: "evt_twice",
    type: "invoice.paid",
    sent: "twice",
    answers: ["202", "202 duplicate"],
    attempts: 1,
    state: "completed",
  },
  {
    id: "evt_bank_away",
    type: "payout.paid",
    sent: "once",
    answers: ["202"],
    attempts: 3,
    state: "completed",
  },
  {
    id: "evt_unknown",
    type: "charge.dispute.created",
    sent: "once",
    answers: ["202"],
    attempts: 3,
    state: "dead",
  },
  {
    id: "evt_forged",
    type: "invoice.paid",
    sent: "forged",
    answers: ["401"],
    attempts: 0,
    state: "no job",
  },
];
