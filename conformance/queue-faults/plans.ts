import type { TrialSize } from "../fault-frame/run-queues.ts";
import type { TrialPlan } from "./trial.ts";

/** Fits into `npm test`: half a minute on a machine that has nothing else to do. */
const shortPlan: TrialPlan = {
  deliveries: 160,
  perSecond: 20,
  inFlight: 40,
  receivers: 2,
  workers: 3,
  faultGap: 12,
  deathGap: 15,
  maxAttempts: 100,
  quietMs: 60_000,
};

const longPlan: TrialPlan = {
  ...shortPlan,
  deliveries: 2500,
  perSecond: 25,
  receivers: 3,
  workers: 4,
};

/** Less patient: with a defect, some events never get there. */
const defectPlan: TrialPlan = { ...shortPlan, maxAttempts: 40, quietMs: 12_000 };

/** How much each trial is. */
export const plans: Readonly<Record<TrialSize, TrialPlan>> = {
  short: shortPlan,
  long: longPlan,
  defect: defectPlan,
};
