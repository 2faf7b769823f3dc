import type { TrialPlan } from "./trial.ts";

/** Fits into `npm test`: half a minute on a machine that has nothing else to do. */
export const shortPlan: TrialPlan = {
  deliveries: 400,
  perSecond: 30,
  inFlight: 60,
  receivers: 4,
  faultGap: 12,
  maxAttempts: 100,
};

export const longPlan: TrialPlan = { ...shortPlan, deliveries: 6000 };

/** The provider gives up sooner: with a defect, some deliveries never get their 2xx. */
export const defectPlan: TrialPlan = { ...shortPlan, maxAttempts: 40 };
