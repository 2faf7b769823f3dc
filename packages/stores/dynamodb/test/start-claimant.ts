import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Store } from "@hooks/core";

/** What a claimant is told to do. */
export interface Order {
  readonly id: number;
  readonly table: string;
  readonly verb: keyof Store;
  readonly args: readonly unknown[];
}

/** What came of it. */
export interface Report {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

/** A process that claims. */
export interface Claimant {
  readonly process: ChildProcess;
  /** Its store on a table that it shares with others; made when it is first used. */
  readonly storeOn: (table: string) => Store;
  readonly stop: () => Promise<void>;
}

const file = (name: string): string => join(import.meta.dirname, name);

/** Starts a process whose clock is wrong by so much. */
export async function startClaimant(url: string, shiftMs = 0): Promise<Claimant> {
  const child = fork(file("claimant.ts"), [url], {
    execArgv: ["--import", file("resolve-sources.ts"), "--import", file("shift-clock.ts")],
    env: { ...process.env, CLOCK_SHIFT_MS: String(shiftMs) },
    serialization: "advanced",
  });
  await once(child, "message");

  const waiting = new Map<number, (report: Report) => void>();
  child.on("message", (report: Report) => waiting.get(report.id)?.(report));
  const order = (table: string, verb: keyof Store, args: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      const id = waiting.size;
      waiting.set(id, ({ answer, error }) => {
        if (error === undefined) resolve(answer as never);
        else reject(new Error(error));
      });
      child.send({ id, table, verb, args } satisfies Order);
    });
  return {
    process: child,
    storeOn: (table) => ({
      claim: (...args) => order(table, "claim", args),
      complete: (...args) => order(table, "complete", args),
      release: (...args) => order(table, "release", args),
    }),
    stop: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
