import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findRedis } from "../faults/find-redis.ts";
import type { QueueKind } from "../queue-faults/settings.ts";
import type { RowGroup } from "./figures.ts";
import { printReport } from "./print-report.ts";
import { failedOf, type Problems } from "./problems.ts";
import { runHarness } from "./run-harness.ts";
import { type DefectReport, printDefect, type SeenDefect, seekDefect } from "./seek-defect.ts";

/** How much a trial is: for every run of the tests, for the page in the docs, or with a defect. */
export type TrialSize = "short" | "long" | "defect";

/** What a harness tries with each of several queues. */
export interface QueueHarness<Name extends string, Report> {
  readonly checks: Readonly<Record<Name, string>>;
  readonly defects: Readonly<Record<string, SeenDefect<Name>>>;
  readonly kinds: readonly QueueKind[];
  /** Of the page in `docs` that the long form writes. */
  readonly page: string;
  readonly limitMinutes: number;
  readonly tryQueue: (
    queue: QueueKind,
    size: TrialSize,
    seed: number,
    defect?: string,
  ) => Promise<Report>;
  readonly problemsOf: (report: Report) => Problems<Name>;
  readonly figuresOf: (report: Report) => readonly RowGroup[];
  readonly write: (
    reports: readonly Report[],
    defects: readonly DefectReport<Name>[],
    redisVersion: string | undefined,
  ) => string;
}

/** Does what the command line asks for, with each queue; see the READMEs of the harnesses. Ends the process. */
export function runQueues<Name extends string, Report>(
  harness: QueueHarness<Name, Report>,
): Promise<never> {
  const { checks, defects, kinds, tryQueue, problemsOf, figuresOf } = harness;
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
  const wanted = kinds.filter((kind) => values.queue === undefined || kind === values.queue);

  return runHarness(limitMinutes, async (tally) => {
    if (wanted.length === 0) throw new Error(`there is no queue ${values.queue}: ${kinds}`);
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

    const tryPlan = async (queue: QueueKind): Promise<Report> => {
      const report = await tryQueue(queue, values.long ? "long" : "short", seed);
      const problems = problemsOf(report);
      printReport(figuresOf(report), checks, problems, queue);
      tally.add(Object.keys(checks).length, failedOf(problems).length);
      return report;
    };
    const tryDefects = async (names: readonly string[]): Promise<readonly DefectReport<Name>[]> => {
      const reports: DefectReport<Name>[] = [];
      // In memory there is one process, and what is wrong between several does not show.
      const durable = queues.filter((queue) => queue !== "memory");
      for (const name of names) {
        const seek = (queue: QueueKind): Promise<DefectReport<Name>> => {
          const trial = async (one: number): Promise<Problems<Name>> =>
            problemsOf(await tryQueue(queue, "defect", one, name));
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
    const reports = await Promise.all(queues.map(tryPlan));
    if (!values.long) return;
    const document = harness.write(reports, await tryDefects(allDefects), redisVersion);
    const file = fileURLToPath(new URL(`../../docs/${harness.page}`, import.meta.url));
    if (values.write) writeFileSync(file, document);
  });
}
