import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Job, JobContext, ProcessOptions, Queue } from "@hooks/queue";

/** How a process's handler behaves, as can be said to another process. */
export type HandlerBehaviour =
  | { readonly kind: "complete"; readonly afterMs: number }
  | { readonly kind: "block" };

/** What a handler in a process has told. Times are of the machine's clock. */
export interface HandlerReport {
  readonly id: string;
  readonly attempt: number;
  readonly startedAtMs: number;
  /** Absent as it starts. */
  readonly endedAtMs?: number;
}

type Call =
  | {
      readonly verb: "process";
      readonly behaviour: HandlerBehaviour;
      readonly options: ProcessOptions;
    }
  | { readonly verb: "enqueue"; readonly prefix: string };
type Told =
  | { readonly report: HandlerReport }
  | { readonly enqueued: string }
  | { readonly isReady: true };

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function runBehaviour(
  behaviour: HandlerBehaviour,
  job: Job,
  { attempt }: JobContext,
  tell: (told: Told) => Promise<void>,
): Promise<void> {
  const report = { id: job.id, attempt, startedAtMs: Date.now() };
  await tell({ report });
  if (behaviour.kind === "block") for (;;);
  await sleep(behaviour.afterMs);
  await tell({ report: { ...report, endedAtMs: Date.now() } });
}

/**
 * What the module of {@link QueueTestOptions}'s `processModule` has to call, with a queue that it opens by its
 * arguments. It ends when the process that started it has.
 */
export function serveQueue(queue: Queue): void {
  const tell = (told: Told) =>
    new Promise<void>((resolve) => {
      if (process.send) process.send(told, () => resolve());
      else resolve();
    });
  const enqueueForever = async (prefix: string): Promise<void> => {
    for (let i = 0; ; i += 10) {
      const ids = Array.from({ length: 10 }, (_, j) => `${prefix}${i + j}`);
      await Promise.all(
        ids.map(async (id) => {
          await queue.enqueue({ data: id }, { id });
          await tell({ enqueued: id });
        }),
      );
    }
  };
  process.on("message", (call: Call) => {
    if (call.verb === "enqueue") void enqueueForever(call.prefix);
    else
      queue.process(
        (job, context) => runBehaviour(call.behaviour, job, context, tell),
        call.options,
      );
  });
  process.on("disconnect", () => process.exit());
  void queue.ready().then(() => tell({ isReady: true }));
}

/** A process that works on a queue. */
export class QueueProcess {
  readonly reports: HandlerReport[] = [];
  readonly enqueued: string[] = [];
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", (told: Told) => {
      if ("report" in told) this.reports.push(told.report);
      if ("enqueued" in told) this.enqueued.push(told.enqueued);
    });
  }

  handle(behaviour: HandlerBehaviour, options: ProcessOptions = {}): void {
    this.#child.send({ verb: "process", behaviour, options } satisfies Call);
  }

  /** Enqueues jobs without end, and tells of each that was acknowledged. */
  enqueue(prefix: string): void {
    this.#child.send({ verb: "enqueue", prefix } satisfies Call);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Without a chance to tidy up. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}

/** Starts processes of one module. */
export class QueueProcesses {
  readonly #module: URL;
  readonly #execArguments: readonly string[];

  constructor(module: URL, execArguments: readonly string[]) {
    this.#module = module;
    this.#execArguments = execArguments;
  }

  async start(processArguments: readonly string[]): Promise<QueueProcess> {
    const child = fork(this.#module, [...processArguments], { execArgv: [...this.#execArguments] });
    const started = new QueueProcess(child);
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error("the process has ended"))),
    ]);
    return started;
  }
}
