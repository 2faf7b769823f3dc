import { type Plans, plansOf } from "../fault-frame/plans-of.ts";
import type { TrialPlan } from "./trial.ts";

/** How much each trial is. */
export const plans: Plans<TrialPlan> = plansOf(
  {
    deliveries: 160,
    perSecond: 20,
    inFlight: 40,
    receivers: 2,
    workers: 3,
    faultGap: 12,
    deathGap: 15,
    maxAttempts: 100,
    quietMs: 60_000,
  },
  { deliveries: 2500, perSecond: 25, receivers: 3, workers: 4 },
  { maxAttempts: 40, quietMs: 12_000 },
);
