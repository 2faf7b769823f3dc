/** Memory of a verification and of a large delivery: `node benchmarks/memory/run.ts [--quick] [--write]`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "../measure/run-node.ts";
import { quantile } from "../measure/take-turns.ts";
import { isQuick, publishPart } from "../report/publish-part.ts";
import { table } from "../stores/publish.ts";
import { jsonOf } from "../verify/cases.ts";
import type { HeapCount } from "./count-heap.ts";
import { measureExpress, type Side } from "./measure-express.ts";
import type { ParsingPeaks } from "./parse-once.ts";
import type { Peak } from "./serve-express.ts";
import type { Site } from "./sites-of.ts";

const rounds = isQuick() ? 1 : 3;
// So many that what the compiler allocates meanwhile does not count.
const times = isQuick() ? "1000" : "100000";
const megabytes = isQuick() ? 5 : 25;

/** How each side is called. */
const sideNames: Readonly<Record<Side, string>> = {
  hooks: "a receiver",
  refused: "a receiver that refuses it",
  byHand: "by hand",
};
const sides = Object.keys(sideNames) as Side[];

const script = join(import.meta.dirname, "count-heap.ts");
const parseOnce = join(import.meta.dirname, "parse-once.ts");
const roomy = ["--expose-gc", "--max-semi-space-size=512", "--min-semi-space-size=512"];

/** The same bytes as one long text, and as many small objects. */
const bodies: Readonly<Record<string, () => string>> = {
  "one long text": () => jsonOf(megabytes * 1e6),
  "many small objects": () => {
    const item = `{"id":12345678,"name":"an item of the order","isPaid":true},`;
    return `[${item.repeat(Math.floor((megabytes * 1e6) / item.length)).slice(0, -1)}]`;
  },
};

async function measureBody(side: Side, makeBody: () => string): Promise<Peak> {
  const body = Buffer.from(makeBody());
  const peaks: Peak[] = [];
  for (let round = 0; round < rounds; round++) peaks.push(await measureExpress(side, body));
  const over = (part: keyof Peak): number =>
    quantile(
      peaks.map((peak) => peak[part] / body.length),
      0.5,
    );
  return { rss: over("rss"), heapAndExternal: over("heapAndExternal") };
}

/** What parsing takes at each step, over the body. */
async function measureParsing(makeBody: () => string): Promise<ParsingPeaks> {
  const dir = mkdtempSync(join(tmpdir(), "hooks-memory-"));
  try {
    const body = Buffer.from(makeBody());
    const file = join(dir, "body.json");
    writeFileSync(file, body);
    const peaks: ParsingPeaks[] = [];
    for (let round = 0; round < rounds; round++) {
      peaks.push(await runNode<ParsingPeaks>(parseOnce, [file], ["--expose-gc"]));
    }
    const over = (part: keyof ParsingPeaks): number =>
      quantile(
        peaks.map((peak) => peak[part] / body.length),
        0.5,
      );
    return { bytes: over("bytes"), text: over("text"), value: over("value") };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

await publishPart("memory", "How much memory it takes", async () => {
  const counts: HeapCount[] = [];
  for (let round = 0; round < rounds; round++) {
    counts.push(await runNode<HeapCount>(script, [times], roomy));
  }
  const collected = counts.some(({ collections }) => collections > 0);
  if (collected) throw new Error("garbage was collected while it was counted");
  const sites = await runNode<readonly Site[]>(script, [times, "sites"], roomy);
  const bytes = quantile(
    counts.map((count) => count.bytes),
    0.5,
  );
  const peaks: Record<Side, Record<string, Peak>> = { hooks: {}, refused: {}, byHand: {} };
  const parsing: Record<string, ParsingPeaks> = {};
  if (process.platform === "linux") {
    for (const [name, makeBody] of Object.entries(bodies)) {
      for (const side of sides) peaks[side][name] = await measureBody(side, makeBody);
      parsing[name] = await measureParsing(makeBody);
    }
  } else {
    console.log("- peak memory: skipped, for only Linux tells it");
  }
  const siteRows = sites.slice(0, 12).map(({ name, bytes: own }) => [name, own.toFixed(0)]);
  const peakRows = sides.flatMap((side) =>
    Object.entries(peaks[side]).map(([name, { rss, heapAndExternal }]) => [
      `${sideNames[side]}, ${name}`,
      rss.toFixed(2),
      heapAndExternal.toFixed(2),
    ]),
  );
  const parsingRows = Object.entries(parsing).map(([name, { bytes: body, text, value }]) => [
    name,
    ...[body, text, value].map((part) => part.toFixed(2)),
  ]);
  const spread = counts.map((count) => count.bytes.toFixed(0)).join(", ");
  return {
    goals: [
      {
        work: "heap allocated per `verify` at 1 KB",
        bound: "at most",
        wanted: 2,
        unit: "KB",
        cases: [{ name: "Node", reached: bytes / 1024 }],
      },
      {
        work: `${megabytes} MB body through the Express adapter: peak of the process over the body's size`,
        bound: "at most",
        wanted: 2.2,
        unit: "×",
        cases: Object.keys(bodies).flatMap((name) => [
          { name, reached: peaks.hooks[name]?.rss ?? null },
          { name: `${name}, refused`, reached: peaks.refused[name]?.rss ?? null },
        ]),
      },
    ],
    text: `Each figure is of processes that have done nothing else.

## One verification of 1 KB

${bytes.toFixed(0)} bytes on the heap, the median of ${rounds} processes (${spread}) with ${Number(times).toLocaleString("en")} verifications each. The heap has room
for all of it, so that nothing is collected while it is counted. Where it is allocated, by a sampling profile:

${table(["Function", "bytes each"], siteRows)}

## A delivery of ${megabytes} MB through Express

The server is a process of its own and gets the delivery over HTTP, after small ones. The JSON is parsed, but for what is
refused: there the peak is that of reading and verifying. By hand is \`express.raw()\`, \`createHmac\` and \`JSON.parse\`.
The peak is over what the process held before, the median of ${rounds} processes. What was resident is the system's own account
(\`VmHWM\`); heap and external memory are sampled each millisecond in which the process is free to do so.

${table(["Route, and JSON of", "peak resident, over the body", "peak of heap and external, over the body"], peakRows)}

What the parsing alone takes, in a process that reads such a body from a file, decodes it and parses it, and does nothing
else. Whoever gives a handler the value, having verified the bytes, holds all three at once.

${table(["JSON of", "the bytes, over the body", "and the text", "and the value"], parsingRows)}
`,
    data: { rounds, times: Number(times), counts, sites, megabytes, peaks, parsing },
  };
});
process.exit();
