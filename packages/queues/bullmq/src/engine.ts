import { QueueError, within } from "@hooks/queue";
import type { Queue as BullQueue, IRedisClient } from "bullmq";
import { engineScripts } from "./engine-scripts.ts";
import { serverScript } from "./lua/lists.ts";
import { composeScript, type Script, type ScriptSource } from "./script.ts";
import { checkServer, storedVersion } from "./server-check.ts";
import { storageError } from "./storage-error.ts";

/** How long the first call waits for a connection. */
const connectMs = 5000;

/** What a script is given. */
export type ScriptArgument = string | number;

/** Runs scripts on one queue's keys, once the server has been found fit. */
export class Engine {
  readonly #queue: BullQueue;
  readonly #base: string;
  readonly #scripts = new Map<ScriptSource, Script>();
  readonly #texts = engineScripts();
  #client: IRedisClient | undefined;
  #checked: Promise<void> | undefined;
  #isChecked = false;

  constructor(queue: BullQueue) {
    this.#queue = queue;
    this.#base = queue.toKey("");
    this.#texts.catch(() => {});
  }

  /** Runs a script, and gives what it answers. */
  async run<Answer>(source: ScriptSource, args: readonly ScriptArgument[]): Promise<Answer> {
    if (!this.#isChecked) await this.check();
    return this.#run(source, args);
  }

  /** @throws QueueError where the server can't be used */
  async check(): Promise<void> {
    this.#checked ??= this.#check();
    try {
      await this.#checked;
      this.#isChecked = true;
    } catch (error) {
      this.#checked = undefined;
      throw error;
    }
  }

  async #check(): Promise<void> {
    const [version, info, refusal] = await this.#run<string[]>(serverScript, [storedVersion]);
    checkServer(info ?? "", version);
    if (refusal) throw storageError(new Error(refusal));
  }

  async #run<Answer>(source: ScriptSource, args: readonly ScriptArgument[]): Promise<Answer> {
    try {
      const client = this.#client ?? (await this.#connect());
      const { name } = this.#scripts.get(source) ?? (await this.#define(client, source));
      return await client.runCommand(name, [this.#base, ...args]);
    } catch (error) {
      throw storageError(error);
    }
  }

  async #connect(): Promise<IRedisClient> {
    const connecting = this.#queue.getBackend().client;
    // BullMQ itself waits for ever.
    if (!(await within(connecting, connectMs))) {
      throw new QueueError(
        "storage_failed",
        `there is no connection to Redis within ${connectMs} ms`,
      );
    }
    this.#client = await connecting;
    return this.#client;
  }

  async #define(client: IRedisClient, source: ScriptSource): Promise<Script> {
    const script = composeScript(source, await this.#texts);
    client.defineCommand(script.name, { numberOfKeys: 1, lua: script.lua });
    this.#scripts.set(source, script);
    return script;
  }
}
