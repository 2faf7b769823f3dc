import { DeliveryReader } from "../delivery-reader.ts";
import { formsOf } from "../forms-of.ts";
import { judge, type Verdict } from "../judge.ts";
import { judgeForms as judgeSets } from "../judge-forms.ts";
import type { VerifyOptions } from "../verify.ts";
import type { Skipped } from "./explanation.ts";
import type { Trial } from "./trial.ts";

/** What may be spent on one explanation. */
export interface Bounds {
  readonly maxTrials: number;
  readonly maxMs: number;
}

/** Verifies trials, as long as there is something left to spend. */
export interface Examiner {
  /** Who signed, where the signature is right, whatever its time; in any of the forms, each by itself. */
  readonly examine: (trial: Trial) => Promise<Verdict | undefined>;
  /** Is it fresh as well? */
  readonly isFresh: (trial: Trial) => Promise<boolean>;
  readonly isSpent: () => boolean;
  readonly skip: (what: Skipped) => void;
  readonly trials: () => number;
  readonly skipped: () => readonly Skipped[];
}

/** Makes the examiner of one explanation. */
export function createExaminer(options: VerifyOptions, { maxTrials, maxMs }: Bounds): Examiner {
  const { now = Date.now, keys } = options;
  const skipped = new Set<Skipped>();
  const start = performance.now();
  let trials = 0;

  const isSpent = (): boolean => {
    if (trials >= maxTrials) skipped.add("most_trials");
    if (performance.now() - start >= maxMs) skipped.add("time_limit");
    return skipped.has("most_trials") || skipped.has("time_limit");
  };

  async function judgeForms(
    { provider, delivery, secrets, url, form: pinned }: Trial,
    tolerance: number | undefined,
  ): Promise<Verdict | undefined> {
    const judgement = { provider, secrets, url, keys, tolerance, now: () => now() || 0 };
    const reader = new DeliveryReader(delivery);
    for (const [name, form] of formsOf(provider, pinned)) {
      try {
        const verdict = form.sets
          ? await judgeSets(reader, judgement, provider.forms && name)
          : await judge(reader, form, judgement);
        if (verdict && !("code" in verdict)) return verdict;
      } catch {
        // A key that can't be one, or a literal that can't be used: not right in any case.
      }
    }
    return undefined;
  }

  return {
    isSpent,
    skip: (what) => skipped.add(what),
    trials: () => trials,
    skipped: () => [...skipped],
    examine: async (trial) => {
      if (isSpent()) return undefined;
      trials++;
      return judgeForms(trial, 1 / 0);
    },
    isFresh: async (trial) => (await judgeForms(trial, options.tolerance)) !== undefined,
  };
}
