import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ReceiverSetup } from "./receiver-process.ts";
import { type Client, clients, host } from "./settings.ts";
import type { TcpProxy } from "./tcp-proxy.ts";

const program = fileURLToPath(new URL("receiver-process.ts", import.meta.url));

type Shared = Pick<ReceiverSetup, "journalDir" | "defect">;

/** A place where a receiver runs: one process after another, behind the same proxy. */
export class ReceiverSlot {
  readonly index: number;
  readonly client: Client;
  readonly proxy: TcpProxy;
  /** Processes that ended though nobody killed them. */
  readonly crashes: string[] = [];
  readonly #shared: Shared;
  #child: ChildProcess | undefined;
  #generation = 0;
  #port = 0;

  constructor(index: number, proxy: TcpProxy, shared: Shared) {
    this.index = index;
    this.client = clients[index % clients.length] ?? "ioredis";
    this.proxy = proxy;
    this.#shared = shared;
  }

  get url(): string {
    return `http://${host}:${this.#port}/`;
  }

  /** The process that runs now, as its journal names it. */
  get receiver(): string {
    return `${this.index}-${this.#generation}`;
  }

  /** Resolves when it takes deliveries. */
  async start(): Promise<void> {
    this.#generation++;
    const { receiver, client, proxy } = this;
    const setup: ReceiverSetup = {
      ...this.#shared,
      receiver,
      client,
      redisPort: proxy.port,
    };
    const child = fork(program, [JSON.stringify(setup)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    child.once("exit", (code, signal) => {
      if (signal !== "SIGKILL") this.crashes.push(`receiver ${receiver}: ${code ?? signal}`);
    });
    const [port] = await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => {
        throw new Error(`receiver ${receiver} ended before it took deliveries`);
      }),
    ]);
    this.#port = port as number;
  }

  /** Kills the process where it stands. Resolves when it has gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    this.killNow();
    await exit;
  }

  /** A stopped process takes no other signal before this one, and needs none to go on for it. */
  killNow(): void {
    this.#child?.kill("SIGKILL");
  }

  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }
}
