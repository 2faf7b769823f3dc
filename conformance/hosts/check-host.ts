import type { RunResult } from "../run.ts";
import { Tally } from "../tally.ts";
import { contentCases } from "./content-cases.ts";
import { flowCases } from "./flow-cases.ts";
import type { HostTraits } from "./host-traits.ts";
import { type Exchange, type HostCase, HostTrial } from "./host-trial.ts";
import { refusalCases } from "./refusal-cases.ts";
import { requestCases } from "./request-cases.ts";

const everywhere: readonly HostCase[] = [
  ...contentCases,
  ...requestCases,
  ...refusalCases,
  ...flowCases,
];

/** How a host is asked. */
export interface HostOptions {
  /** Its URL, with the name of the carrier. */
  readonly url: string;
  readonly traits: HostTraits;
  readonly exchange: Exchange;
  /** Cases beyond those that every client can make. */
  readonly more?: readonly HostCase[];
}

/** Sends a host all requests, each case to a receiver of its own, and counts the cases by their groups. */
export async function checkHost(options: HostOptions): Promise<RunResult> {
  const { url, traits, exchange, more = [] } = options;
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  for (const [i, { name, scenario, run }] of [...everywhere, ...more].entries()) {
    const tally = new Tally();
    const trial = new HostTrial(`${url}/${scenario}/${i}`, traits, exchange);
    await tally.check(name, () => run(trial));
    const [group = ""] = name.split(":");
    counts[group] = (counts[group] ?? 0) + tally.count;
    failures.push(...tally.failures);
  }
  return { counts, failures };
}
