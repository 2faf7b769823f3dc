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

/** One after the other: while a lease outlasts what happens to its holder, and when it may not. */
export const longPlans: readonly TrialPlan[] = [
  { ...shortPlan, deliveries: 3000, pausesAreShort: true },
  { ...shortPlan, deliveries: 3000 },
];

/** The provider gives up sooner: with a defect, some deliveries never get their 2xx. */
export const defectPlan: TrialPlan = { ...shortPlan, maxAttempts: 40 };
