import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findRedis } from "../faults/find-redis.ts";
import type { QueueKind } from "../queue-faults/settings.ts";
import type { RowGroup } from "./figures.ts";
import type { Plans } from "./plans-of.ts";
import { printReport } from "./print-report.ts";
import { failedOf, type Problems } from "./problems.ts";
import { type PageText, queuePage } from "./queue-page.ts";
import { runHarness } from "./run-harness.ts";
import { type DefectReport, printDefect, type SeenDefect, seekDefect } from "./seek-defect.ts";

/** One trial of a queue, and what was found of it. */
export interface QueueReport<Plan, Trial, Verdict> {
  readonly plan: Plan;
  readonly seed: number;
  readonly trial: Trial;
  readonly verdict: Verdict;
}

/** What a harness tries with each of several queues. */
export interface QueueHarness<
  Name extends string,
  Plan,
  Trial,
  Verdict extends { readonly problems: Problems<Name> },
> {
  readonly queueKinds: readonly QueueKind[];
  readonly plans: Plans<Plan>;
  readonly runTrial: (
    queue: QueueKind,
    plan: Plan,
    seed: number,
    defect?: string,
  ) => Promise<Trial>;
  readonly judge: (trial: Trial) => Verdict;
  readonly checks: Readonly<Record<Name, string>>;
  readonly defects: Readonly<Record<string, SeenDefect<Name>>>;
  readonly rowsOf: (report: QueueReport<Plan, Trial, Verdict>) => readonly RowGroup[];
  /** Of the page that the long form writes. */
  readonly pageOf: (reports: readonly QueueReport<Plan, Trial, Verdict>[]) => PageText;
  /** For all but the short form. */
  readonly limitMinutes: number;
}

/** Does what the command line asks for, with each queue; see the READMEs of the harnesses. Ends the process. */
export function runQueues<
  Name extends string,
  Plan,
  Trial,
  Verdict extends { readonly problems: Problems<Name> },
>(harness: QueueHarness<Name, Plan, Trial, Verdict>): Promise<never> {
  const { queueKinds, plans, runTrial, judge, checks, defects, rowsOf, pageOf } = harness;
  const { values } = parseArgs({
    options: {
      short: { type: "boolean" },
      long: { type: "boolean" },
      write: { type: "boolean" },
      defect: { type: "string" },
      queue: { type: "string" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
    },
  });
  const seed = Number(values.seed);
  const limitMinutes = values.long || values.defect !== undefined ? harness.limitMinutes : 5;
  const wanted = queueKinds.filter((kind) => values.queue === undefined || kind === values.queue);

  return runHarness(limitMinutes, async (tally) => {
    if (wanted.length === 0) throw new Error(`there is no queue ${values.queue}: ${queueKinds}`);
    const redisVersion = findRedis();
    const isSkipped = redisVersion === undefined && wanted.includes("BullMQ");
    if (isSkipped) {
      console.log(
        "- BullMQ: skipped, for there is no redis-server, and it can't be installed here",
      );
      if (process.env["CI"] === "true") tally.add(1, 1);
    }
    const queues = wanted.filter((kind) => !isSkipped || kind !== "BullMQ");
    console.log(`seed ${seed}`);

    const tryPlan = async (queue: QueueKind) => {
      const plan = plans[values.long ? "long" : "short"];
      const trial = await runTrial(queue, plan, seed);
      const report = { plan, seed, trial, verdict: judge(trial) };
      const groups = rowsOf(report);
      const { problems } = report.verdict;
      printReport(groups, checks, problems, queue);
      tally.add(Object.keys(checks).length, failedOf(problems).length);
      return { report, column: { title: queue, groups, problems } };
    };
    const tryDefects = async (names: readonly string[]): Promise<readonly DefectReport<Name>[]> => {
      const reports: DefectReport<Name>[] = [];
      // In memory there is one process, and what is wrong between several does not show.
      const durable = queues.filter((queue) => queue !== "memory");
      for (const name of names) {
        const seek = (queue: QueueKind): Promise<DefectReport<Name>> => {
          const trial = async (one: number): Promise<Problems<Name>> =>
            judge(await runTrial(queue, plans.defect, one, name)).problems;
          return seekDefect(defects, name, trial, seed, queue);
        };
        // All queues at once, for most of a trial is waiting.
        for (const report of await Promise.all(durable.map(seek))) {
          printDefect(report, checks);
          reports.push(report);
          tally.add(1, report.isSeen ? 0 : 1);
        }
      }
      return reports;
    };

    const allDefects = Object.keys(defects);
    if (values.defect !== undefined) {
      await tryDefects(values.defect === "all" ? allDefects : [values.defect]);
      return;
    }
    const tried = await Promise.all(queues.map(tryPlan));
    if (!values.long) return;
    const text = pageOf(tried.map(({ report }) => report));
    const trials = tried.map(({ column }) => column);
    const seen = await tryDefects(allDefects);
    const page = queuePage(text, { seed, redisVersion, trials, checks, defects: seen });
    const file = fileURLToPath(new URL(`../../docs/${text.name}.md`, import.meta.url));
    if (values.write) writeFileSync(file, page);
  });
}
