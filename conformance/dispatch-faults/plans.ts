import { type Plans, plansOf } from "../fault-frame/plans-of.ts";
import type { TrialPlan } from "./trial.ts";

/** How much each trial is. */
export const plans: Plans<TrialPlan> = plansOf(
  {
    deliveries: 160,
    perSecond: 16,
    inFlight: 40,
    publishers: 2,
    workers: 3,
    faultGap: 12,
    deathGap: 15,
    maxAttempts: 100,
    quietMs: 60_000,
  },
  { deliveries: 2000, perSecond: 20, publishers: 3, workers: 4, faultGap: 25, deathGap: 25 },
  { maxAttempts: 40, quietMs: 15_000 },
);
