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
import { requestsPerSecond, writeScript } from "./load.ts";
import { startRoute } from "./route-process.ts";
import { routes } from "./routes.ts";

const { rounds, seconds } = isQuick() ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 2 };
/** The share of the hand-written route's rate that an adapter has to reach. */
const wanted = 0.85;

interface Rates {
  readonly framework: string;
  readonly byHand: readonly number[];
  readonly hooks: readonly number[];
}

async function measure(framework: string, script: string): Promise<Rates> {
  const sides = [await startRoute(framework, "byHand"), await startRoute(framework, "hooks")];
  try {
    const rates: [number[], number[]] = [[], []];
    for (const { url } of isQuick() ? [] : sides) await requestsPerSecond(url, script, seconds);
    for (let round = 0; round < rounds; round++) {
      // Each side goes first as often as the other.
      for (const side of round % 2 ? [1, 0] : [0, 1]) {
        const rate = await requestsPerSecond(sides[side]?.url ?? "", script, seconds);
        rates[side as 0 | 1].push(rate);
      }
    }
    return { framework, byHand: rates[0], hooks: rates[1] };
  } finally {
    await Promise.all(sides.map(({ stop }) => stop()));
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

const ratiosOf = ({ byHand, hooks }: Rates): readonly number[] =>
  hooks.map((rate, round) => rate / (byHand[round] as number));

const rounded = (numbers: readonly number[]): string =>
  Math.round(quantile(numbers, 0.5)).toLocaleString("en");

function rowOf(rates: Rates): readonly string[] {
  const ratios = ratiosOf(rates);
  const spread = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  const { framework, byHand, hooks } = rates;
  const ratio = quantile(ratios, 0.5).toFixed(2);
  return [framework, rounded(byHand), rounded(hooks), ratio, spread.join("–")];
}

function goalOf(measured: readonly Rates[]): Goal {
  const cases = ["Express", "Fastify", "Hono"].map((framework) => {
    const rates = measured.find((one) => one.framework === framework);
    const reached = rates ? quantile(ratiosOf(rates), 0.5) : null;
    return { name: framework, reached, profile: { kind: "adapter", framework } as const };
  });
  const work = "requests per second of a route over the same by hand: Express, Fastify, Hono";
  return { work, bound: "at least", wanted, unit: "×", cases };
}

await publishPart("adapters", "How fast the adapters are", async () => {
  const measured: Rates[] = [];
  if (hasWrk()) {
    const dir = mkdtempSync(join(tmpdir(), "hooks-benchmark-"));
    try {
      const script = writeScript(dir);
      for (const framework of Object.keys(routes)) measured.push(await measure(framework, script));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  } else {
    console.log("- adapters: skipped, for wrk can't be run here");
  }
  const head = ["Framework", "by hand, requests/s", "hooks, requests/s", "ratio", "of all rounds"];
  return {
    goals: [goalOf(measured)],
    text: `A route for a delivery of 1 KB, by hand (the raw body, \`createHmac\`, a constant-time
comparison, \`JSON.parse\`) and with a receiver. Medians of ${rounds} rounds of ${seconds} seconds, both sides in turns, 16 connections
of wrk; servers and client are processes of their own. The ratio is the median of the rounds' ratios.

${table(head, measured.map(rowOf))}
`,
    data: { rounds, seconds, measured },
  };
});
// The routes listen to nothing here, but some hold what would keep the process.
process.exit();
