import type { TrialSize } from "../fault-frame/run-queues.ts";
import type { TrialPlan } from "./trial.ts";

/** Fits into `npm test`: half a minute on a machine that has nothing else to do. */
const shortPlan: TrialPlan = {
  deliveries: 160,
  perSecond: 16,
  inFlight: 40,
  publishers: 2,
  workers: 3,
  faultGap: 12,
  deathGap: 15,
  maxAttempts: 100,
  quietMs: 60_000,
};

const longPlan: TrialPlan = {
  ...shortPlan,
  deliveries: 2000,
  perSecond: 20,
  publishers: 3,
  workers: 4,
  faultGap: 25,
  deathGap: 25,
};

/** Less patient: with a defect, some deliveries never get there. */
const defectPlan: TrialPlan = { ...shortPlan, maxAttempts: 40, quietMs: 15_000 };

/** How much each trial is. */
export const plans: Readonly<Record<TrialSize, TrialPlan>> = {
  short: shortPlan,
  long: longPlan,
  defect: defectPlan,
};
