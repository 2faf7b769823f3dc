import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { host, nowMs } from "../faults/settings.ts";

export type Role = "receiver" | "publisher" | "worker";

/** Then nobody starts it again, for it would go on like that. */
const maxCrashes = 3;

/** What a process is told beside what its slot was given. */
export interface SlotSetup {
  /** Its name in the journal. */
  readonly name: string;
  /** Among the processes of its role. */
  readonly index: number;
}

/** A place where processes of one role run: one process after another. What kills itself there is started again. */
export class ProcessSlot {
  readonly role: Role;
  readonly index: number;
  /** Processes that ended though nobody killed them. */
  readonly crashes: string[] = [];
  /** When each process was seen to be dead, by its name. */
  readonly deaths = new Map<string, number>();
  readonly #program: string;
  readonly #setup: object;
  #child: ChildProcess | undefined;
  #generation = 0;
  #port = 0;
  #isOurs = false;
  #starting: Promise<void> = Promise.resolve();

  /**
   * @param program which is forked
   * @param setup what it is told, as JSON can say it
   */
  constructor(role: Role, index: number, program: URL, setup: object) {
    this.role = role;
    this.index = index;
    this.#program = fileURLToPath(program);
    this.#setup = setup;
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
    const { name, index } = this;
    const told: SlotSetup = { name, index };
    const child = fork(this.#program, [JSON.stringify({ ...this.#setup, ...told })], {
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
