import type { ProfileTarget } from "../profiles/target.ts";
import { table } from "../stores/publish.ts";

/** One figure that a goal speaks of. */
export interface GoalCase {
  readonly name: string;
  /** `null` where it could not be measured on this machine. */
  readonly reached: number | null;
  /** What to run to see where the time goes. */
  readonly profile?: ProfileTarget;
}

/** What is wanted, and what was reached. */
export interface Goal {
  readonly work: string;
  readonly bound: "at most" | "at least";
  readonly wanted: number;
  readonly unit: "×" | "KB" | "ms";
  readonly cases: readonly GoalCase[];
}

/** Is a figure within the bound of its goal? What was not measured is not. */
export function isMet({ bound, wanted }: Goal, { reached }: GoalCase): boolean {
  if (reached === null) return false;
  return bound === "at most" ? reached <= wanted : reached >= wanted;
}

/** The figure that is furthest from what is wanted. */
function worstOf({ bound, cases }: Goal): GoalCase | undefined {
  const sign = bound === "at most" ? 1 : -1;
  const measured = cases.filter(({ reached }) => reached !== null);
  return measured.toSorted((a, b) => sign * ((b.reached ?? 0) - (a.reached ?? 0)))[0];
}

function verdictOf(goal: Goal): string {
  const met = goal.cases.filter((one) => isMet(goal, one)).length;
  const unmeasured = goal.cases.filter(({ reached }) => reached === null).map(({ name }) => name);
  const verdict =
    met === goal.cases.length ? "yes" : met === 0 ? "no" : `${met} of ${goal.cases.length}`;
  return unmeasured.length === 0 ? verdict : `${verdict}; not measured: ${unmeasured.join(", ")}`;
}

/** The goals beside what was reached; of several figures, the worst. */
export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map((goal) => {
    const worst = worstOf(goal);
    const name = goal.cases.length > 1 && worst ? ` (${worst.name})` : "";
    return [
      goal.work,
      `${goal.bound} ${goal.wanted} ${goal.unit}`,
      worst ? `${(worst.reached ?? 0).toFixed(2)} ${goal.unit}${name}` : "–",
      verdictOf(goal),
    ];
  });
  return table(["Work", "wanted", "reached", "met"], rows);
}
