/** How much a trial is: for every run of the tests, for the page in the docs, or with a defect. */
export type TrialSize = "short" | "long" | "defect";

/** What is tried in each size. */
export type Plans<Plan> = Readonly<Record<TrialSize, Plan>>;

/**
 * Makes the plans of the three sizes.
 *
 * @param short fits into `npm test`: half a minute on a machine that has nothing else to do
 * @param long what is otherwise in the long one
 * @param defect what is otherwise with a defect: less patience, for some of what is sent never gets there
 */
export const plansOf = <Plan>(
  short: Plan,
  long: Partial<Plan>,
  defect: Partial<Plan>,
): Plans<Plan> => ({ short, long: { ...short, ...long }, defect: { ...short, ...defect } });
