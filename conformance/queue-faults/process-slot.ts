import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { host, nowMs } from "../faults/settings.ts";
import type { ProcessSetup } from "./process-setup.ts";

export type Role = "receiver" | "worker";

/** Then nobody starts it again, for it would go on like that. */
const maxCrashes = 3;

type Shared = Omit<ProcessSetup, "name" | "hasStore">;

/** A place where a receiver or a worker runs: one process after another. What kills itself there is started again. */
export class ProcessSlot {
  readonly role: Role;
  readonly index: number;
  /** Processes that ended though nobody killed them. */
  readonly crashes: string[] = [];
  /** When each process was seen to be dead, by its name. */
  readonly deaths = new Map<string, number>();
  readonly #shared: Shared;
  #child: ChildProcess | undefined;
  #generation = 0;
  #port = 0;
  #isOurs = false;
  #starting: Promise<void> = Promise.resolve();

  constructor(role: Role, index: number, shared: Shared) {
    this.role = role;
    this.index = index;
    this.#shared = shared;
  }

  get url(): string {
    return `http://${host}:${this.#port}/`;
  }

  /** The process that runs now, as its journal names it. */
  get name(): string {
    return `${this.role}-${this.index}-${this.#generation}`;
  }

  /** Resolves when a process is there and at work. */
  async whenReady(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.#starting; ) {
      seen = this.#starting;
      await seen;
    }
  }

  start(): Promise<void> {
    this.#isOurs = false;
    this.#starting = this.#start();
    // Thrown where it is awaited.
    this.#starting.catch(() => undefined);
    return this.#starting;
  }

  async #start(): Promise<void> {
    this.#generation++;
    const { name, role, index } = this;
    const setup: ProcessSetup = { ...this.#shared, name, hasStore: index % 2 === 1 };
    const program = fileURLToPath(new URL(`${role}-process.ts`, import.meta.url));
    const child = fork(program, [JSON.stringify(setup)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    const exit = once(child, "exit").then(([code, signal]) => {
      this.deaths.set(name, nowMs());
      if (signal !== "SIGKILL") this.crashes.push(`${name}: ${code ?? signal}`);
      if (!this.#isOurs && this.crashes.length < maxCrashes) void this.start();
    });
    const message = once(child, "message");
    // As when it dies of a job before it could say that it is there.
    const port = await Promise.race([message, exit.then(() => undefined)]);
    if (port === undefined) return;
    this.#port = port[0] as number;
  }

  /** Kills the process where it stands; it is not started again. Resolves when it has gone. */
  async kill(): Promise<void> {
    this.#isOurs = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    this.killNow();
    await exit;
  }

  /** A stopped process takes no other signal before this one, and needs none to go on for it. */
  killNow(): void {
    this.#isOurs = true;
    this.#child?.kill("SIGKILL");
  }

  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }
}
