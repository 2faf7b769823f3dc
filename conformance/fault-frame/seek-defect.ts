import { failedOf, type Problems } from "./problems.ts";

/** A way to get it wrong, and by which checks a harness has to see it. */
export interface SeenDefect<Name extends string> {
  readonly says: string;
  readonly seenBy: readonly Name[];
}

/** Whether a harness saw a defect that was put in. */
export interface DefectReport<Name extends string> {
  /** What had it, where several are tried. */
  readonly subject: string;
  readonly name: string;
  readonly says: string;
  /** In all the checks that it has to be seen by. */
  readonly isSeen: boolean;
  readonly failed: readonly Name[];
  readonly trials: number;
}

/** What only shows when two things happen at one moment may take more than one trial. */
const maxTrials = 3;

/**
 * Runs trials with a defect, until it is seen.
 *
 * @param trial one with that seed, and what was found
 * @throws Error when there is no such defect
 */
export async function seekDefect<Name extends string>(
  defects: Readonly<Record<string, SeenDefect<Name>>>,
  name: string,
  trial: (seed: number) => Promise<Problems<Name>>,
  seed: number,
  subject = "",
): Promise<DefectReport<Name>> {
  const defect = defects[name];
  if (!defect) throw new Error(`there is no defect ${name}: ${Object.keys(defects).join(", ")}`);
  const { says, seenBy } = defect;
  for (let trials = 1; ; trials++) {
    const failed = failedOf(await trial(seed + trials));
    const isSeen = seenBy.every((check) => failed.includes(check));
    if (isSeen || trials === maxTrials) return { subject, name, says, isSeen, failed, trials };
  }
}

/** Writes for a terminal whether a defect was seen, and by what. */
export function printDefect<Name extends string>(
  { subject, name, says, isSeen, failed, trials }: DefectReport<Name>,
  checks: Readonly<Record<Name, string>>,
): void {
  const prefix = subject && `${subject}: `;
  console.log(`${isSeen ? "✓" : "✗"} ${prefix}${name} (${says}), trials: ${trials}`);
  for (const check of failed) console.log(`    not true: ${checks[check]}`);
}
