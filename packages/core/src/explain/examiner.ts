import { createReader } from "../delivery-reader.ts";
import { formsOf } from "../forms-of.ts";
import { judge, type Verdict } from "../judge.ts";
import { viewsOf } from "../judge-forms.ts";
import type { Form } from "../provider.ts";
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

  async function judgeForm(
    { provider, delivery, secrets, url }: Trial,
    form: Form,
    tolerance: number | undefined,
  ): Promise<Verdict | undefined> {
    const judgement = { provider, secrets, url, keys, tolerance, now: () => now() || 0 };
    const isEach = form.sets !== undefined && !("header" in form.sets);
    let passed: Verdict | undefined;
    for (const view of viewsOf(createReader(delivery), form)) {
      passed = await judge(view, form, judgement);
      if (!passed === isEach) break;
    }
    return passed;
  }

  async function judgeForms(
    trial: Trial,
    tolerance: number | undefined,
  ): Promise<Verdict | undefined> {
    for (const [, form] of formsOf(trial.provider, trial.form)) {
      try {
        const verdict = await judgeForm(trial, form, tolerance);
        if (verdict) return verdict;
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
