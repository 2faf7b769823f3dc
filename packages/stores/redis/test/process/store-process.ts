import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ClaimResult, Store } from "@hooks/core";
import type { ClientKind } from "../connect-client.ts";

/** What a process is asked for: to call a verb so many times at once. */
export interface Call {
  readonly id: number;
  readonly verb: keyof Store | "now";
  readonly args: readonly unknown[];
  readonly times: number;
}

export interface Answer {
  readonly id: number;
  readonly values?: unknown[];
  readonly error?: string;
}

const preload = (name: string): string[] => ["--import", new URL(name, import.meta.url).href];

/** A store in a process of its own. */
export class StoreProcess {
  readonly #process: ChildProcess;
  #count = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static async start(kind: ClientKind, port: number, clockShiftMs = 0): Promise<StoreProcess> {
    const child = fork(new URL("serve-store.ts", import.meta.url), [kind, String(port)], {
      execArgv: [...preload("resolve-sources.ts"), ...preload("shift-clock.ts")],
      env: { ...process.env, CLOCK_SHIFT_MS: String(clockShiftMs) },
    });
    await once(child, "message");
    return new StoreProcess(child);
  }

  async now(): Promise<number> {
    const [now] = await this.#call("now", [], 1);
    return now as number;
  }

  async claim(...args: Parameters<Store["claim"]>): Promise<ClaimResult> {
    const [result] = await this.claimAtOnce(1, ...args);
    return result as ClaimResult;
  }

  /** So many claims of one delivery, none waiting for another. */
  claimAtOnce(times: number, ...args: Parameters<Store["claim"]>): Promise<ClaimResult[]> {
    return this.#call("claim", args, times) as Promise<ClaimResult[]>;
  }

  async complete(...args: Parameters<Store["complete"]>): Promise<boolean> {
    const [result] = await this.#call("complete", args, 1);
    return result as boolean;
  }

  async release(...args: Parameters<Store["release"]>): Promise<boolean> {
    const [result] = await this.#call("release", args, 1);
    return result as boolean;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async close(): Promise<void> {
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }

  #call(verb: Call["verb"], args: readonly unknown[], times: number): Promise<unknown[]> {
    const id = ++this.#count;
    this.#process.send({ id, verb, args, times } satisfies Call);
    return new Promise((resolve, reject) => {
      const listen = (answer: Answer): void => {
        if (answer.id !== id) return;
        this.#process.off("message", listen);
        if (answer.values) resolve(answer.values);
        else reject(new Error(answer.error));
      };
      this.#process.on("message", listen);
    });
  }
}
