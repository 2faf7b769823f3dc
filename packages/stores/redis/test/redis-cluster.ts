import { setTimeout as sleep } from "node:timers/promises";
import { freePort, RedisServer } from "./redis-server.ts";

const slots = 16_384;

/** Three servers that share the slots among them. */
export class RedisCluster {
  readonly nodes: readonly RedisServer[];

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes;
  }

  static async start(): Promise<RedisCluster> {
    const nodes: RedisServer[] = [];
    for (let i = 0; i < 3; i++) {
      const settings = ["cluster-enabled yes", `cluster-port ${await freePort()}`];
      nodes.push(await RedisServer.start(...settings));
    }
    const cluster = new RedisCluster(nodes);
    await cluster.#join();
    return cluster;
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.close();
  }

  async #join(): Promise<void> {
    const [first, ...others] = this.nodes as [RedisServer, ...RedisServer[]];
    const each = Math.ceil(slots / this.nodes.length);
    for (const [i, node] of this.nodes.entries()) {
      const last = Math.min(slots, (i + 1) * each) - 1;
      await node.ask("CLUSTER", "ADDSLOTSRANGE", String(i * each), String(last));
      // Otherwise they take each other for newcomers with the same history.
      await node.ask("CLUSTER", "SET-CONFIG-EPOCH", String(i + 1));
    }
    for (const node of others) {
      const busPort = (await node.ask("CONFIG", "GET", "cluster-port")).split("\r\n")[4] ?? "";
      await first.ask("CLUSTER", "MEET", "127.0.0.1", String(node.port), busPort);
    }
    while (!(await this.#isWhole())) await sleep(20);
  }

  async #isWhole(): Promise<boolean> {
    const infos = await Promise.all(this.nodes.map((node) => node.ask("CLUSTER", "INFO")));
    return infos.every(
      (info) =>
        info.includes("cluster_state:ok") &&
        info.includes(`cluster_slots_ok:${slots}`) &&
        info.includes(`cluster_known_nodes:${this.nodes.length}`),
    );
  }
}
