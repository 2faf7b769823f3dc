/**
 * Requests per second of each adapter over the same route by hand: `node benchmarks/adapters/run.ts [--quick] [--write]`.
 * Both sides run side by side, and are loaded in turns.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quantile } from "../measure/take-turns.ts";
import type { Goal } from "../report/goal.ts";
import { isQuick, publishPart } from "../report/publish-part.ts";
import { table } from "../stores/publish.ts";
import { load, writeScript } from "./load.ts";
import { type RouteProcess, startRoute } from "./route-process.ts";
import { routes } from "./routes.ts";

const { rounds, seconds } = isQuick() ? { rounds: 1, seconds: 1 } : { rounds: 7, seconds: 1 };
/** The first is the one that the bound is for. */
const connectionCounts = [16, 64];
/** The share of the hand-written route's rate that an adapter has to reach. */
const wanted = 0.85;

/** Of each round. */
interface Side {
  readonly perSecond: number[];
  /** Microseconds of the server's processor time for one request. */
  readonly cpuUs: number[];
}

interface Measured {
  readonly framework: string;
  readonly connections: number;
  readonly byHand: Side;
  readonly hooks: Side;
}

async function loadRound(route: RouteProcess, script: string, count: number, side: Side) {
  const before = await route.cpuUs();
  const { requests, perSecond } = await load(route.url, script, seconds, count);
  side.perSecond.push(perSecond);
  side.cpuUs.push(((await route.cpuUs()) - before) / requests);
}

async function measure(framework: string, script: string): Promise<readonly Measured[]> {
  const byHand = await startRoute(framework, "byHand");
  const hooks = await startRoute(framework, "hooks");
  try {
    for (const { url } of isQuick() ? [] : [byHand, hooks]) await load(url, script, 3);
    const all: Measured[] = [];
    for (const connections of connectionCounts) {
      const sides = { byHand: { perSecond: [], cpuUs: [] }, hooks: { perSecond: [], cpuUs: [] } };
      for (let round = 0; round < rounds; round++) {
        const turns = [
          () => loadRound(byHand, script, connections, sides.byHand),
          () => loadRound(hooks, script, connections, sides.hooks),
        ];
        // Each side goes first as often as the other.
        for (const turn of round % 2 ? turns.reverse() : turns) await turn();
      }
      all.push({ framework, connections, ...sides });
    }
    return all;
  } finally {
    await Promise.all([byHand.stop(), hooks.stop()]);
  }
}

function hasWrk(): boolean {
  try {
    execFileSync("which", ["wrk"]);
    return true;
  } catch {
    return false;
  }
}

/** Above one where the receiver is better than by hand. */
const ratiosOf = ({ byHand, hooks }: Measured): readonly number[] =>
  hooks.perSecond.map((rate, round) => rate / (byHand.perSecond[round] as number));

const rounded = (numbers: readonly number[]): string =>
  Math.round(quantile(numbers, 0.5)).toLocaleString("en");

function rowOf(measured: Measured): readonly string[] {
  const { framework, connections, byHand, hooks } = measured;
  const ratios = ratiosOf(measured);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const cpu = [byHand, hooks].map((side) => quantile(side.cpuUs, 0.5)) as [number, number];
  return [
    framework,
    String(connections),
    rounded(byHand.perSecond),
    rounded(hooks.perSecond),
    quantile(ratios, 0.5).toFixed(2),
    `${least.toFixed(2)}–${most.toFixed(2)}`,
    ...cpu.map((us) => us.toFixed(1)),
    (cpu[0] / cpu[1]).toFixed(2),
  ];
}

const head = [
  "Framework",
  "connections",
  "by hand, requests/s",
  "hooks, requests/s",
  "ratio",
  "of all rounds",
  "by hand, processor µs",
  "hooks, processor µs",
  "ratio",
];

function goalOf(measured: readonly Measured[]): Goal {
  const cases = ["Express", "Fastify", "Hono"].map((framework) => {
    const one = measured.find((it) => it.framework === framework);
    const reached = one ? quantile(ratiosOf(one), 0.5) : null;
    return { name: framework, reached, profile: { kind: "adapter", framework } as const };
  });
  const work = "requests per second of a route over the same by hand: Express, Fastify, Hono";
  return { work, bound: "at least", wanted, unit: "×", cases };
}

await publishPart("adapters", "How fast the adapters are", async () => {
  const measured: Measured[] = [];
  if (hasWrk()) {
    const dir = mkdtempSync(join(tmpdir(), "hooks-benchmark-"));
    try {
      const script = writeScript(dir);
      for (const framework of Object.keys(routes)) {
        measured.push(...(await measure(framework, script)));
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  } else {
    console.log("- adapters: skipped, for wrk can't be run here");
  }
  return {
    goals: [goalOf(measured)],
    text: `A route for a delivery of 1 KB, by hand (the raw body, \`createHmac\`, a constant-time
comparison, \`JSON.parse\`) and with a receiver. Medians of ${rounds} rounds of ${seconds} s, both sides in turns, loaded by
wrk; servers and client are processes of their own. The first ratio is the median of the rounds' ratios, and the one that
the bound below is for, at ${connectionCounts[0]} connections. The processor's time is the server's alone, its own and the system's for it, per
request: the client and the machine's other work, which share its cores, are not in it. Both ratios are better the higher
they are.

${table(head, measured.map(rowOf))}
`,
    data: { rounds, seconds, measured },
  };
});
// The routes listen to nothing here, but some hold what would keep the process.
process.exit();
