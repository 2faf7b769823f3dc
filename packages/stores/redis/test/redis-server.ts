import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A port of this machine that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Sends one command over a connection of its own, and gives the reply as Redis writes it. */
export async function ask(port: number, ...command: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  socket.write(`*${command.length}\r\n${parts.join("")}`);
  for await (const reply of socket) return String(reply);
  throw new Error("Redis has closed the connection");
}

/** A Redis of the test's own, with its data in a temporary folder. */
export class RedisServer {
  readonly port: number;
  readonly #dir = mkdtempSync(join(tmpdir(), "hooks-redis-"));
  readonly #killNow = (): void => this.signal("SIGKILL");
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
    process.once("exit", this.#killNow);
  }

  /** @param settings lines of a configuration file, as `"appendonly yes"` */
  static async start(...settings: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.run(...settings);
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again after {@link kill}, by default without keeping anything on disk. */
  async run(...settings: readonly string[]): Promise<void> {
    const options = ["bind 127.0.0.1", `port ${this.port}`, `dir ${this.#dir}`, 'save ""'];
    const server = spawn("redis-server", ["-"], { stdio: ["pipe", "ignore", "ignore"] });
    this.#process = server;
    server.stdin.end([...options, ...settings].join("\n"));
    while (!(await this.#answers())) {
      if (server.exitCode !== null) throw new Error("Redis does not start");
      await sleep(10);
    }
  }

  /** Sends one command, and gives the reply as Redis writes it. */
  ask(...command: readonly string[]): Promise<string> {
    return ask(this.port, ...command);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const server = this.#process;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, "exit");
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    await this.kill();
    process.off("exit", this.#killNow);
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #answers(): Promise<boolean> {
    return this.ask("PING").then(
      () => true,
      () => false,
    );
  }
}
