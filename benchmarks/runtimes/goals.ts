import type { ProfileTarget } from "../profiles/target.ts";
import type { Goal, GoalCase } from "../report/goal.ts";
import type { Sized } from "./measure-runtime.ts";

/** What was measured of one runtime; nothing where it does not run on this machine. */
export interface Measured {
  readonly name: string;
  readonly tool: string;
  readonly version?: string | undefined;
  readonly sized?: readonly Sized[] | undefined;
}

type Profiled = Extract<ProfileTarget, { kind: "runtime" }>["tool"];
const profiled: readonly string[] = [
  "node22",
  "node24",
  "node26",
  "deno",
  "bun",
  "chromium",
] satisfies Profiled[];

interface Wanted {
  readonly work: string;
  readonly tools: readonly string[];
  readonly bytes: readonly number[];
  /** The faster of these is the floor. */
  readonly floors: readonly string[];
  readonly wanted: number;
}

const nodes = ["node22", "node24", "node26"] as const;
const verify = "`verify` (GitHub's scheme)";

const all: readonly Wanted[] = [
  {
    work: `${verify} over \`createHmac\` and a constant-time comparison, 256 B and 1 KB, Node`,
    tools: nodes,
    bytes: [256, 1024],
    floors: ["createHmac"],
    wanted: 1.5,
  },
  {
    work: `${verify} over the same, 16 KB and 256 KB, Node`,
    tools: nodes,
    bytes: [16_384, 262_144],
    floors: ["createHmac"],
    wanted: 1.1,
  },
  {
    work: `${verify} over the faster of \`createHmac\` and noble, 1 KB, Deno and Bun`,
    tools: ["deno", "bun"],
    bytes: [1024],
    floors: ["createHmac", "noble"],
    wanted: 1.5,
  },
  {
    work: `${verify} over the faster of WebCrypto with a prepared key and noble, 1 KB, workerd`,
    tools: ["workerd"],
    bytes: [1024],
    floors: ["WebCrypto", "noble"],
    wanted: 1.3,
  },
  {
    work: `${verify} over WebCrypto with a prepared key, 1 KB, Chromium`,
    tools: ["chromium"],
    bytes: [1024],
    floors: ["WebCrypto"],
    wanted: 1.3,
  },
];

function caseOf({ floors }: Wanted, { name, tool, sized }: Measured, bytes: number): GoalCase {
  const timings = sized?.find((size) => size.bytes === bytes)?.timings ?? [];
  const ratios = timings.filter((one) => floors.includes(one.name)).map(({ ratio }) => ratio);
  const size = bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KB`;
  return {
    name: `${name}, ${size}`,
    // Over the fastest of the floors, the ratio is the largest.
    reached: ratios.length === 0 ? null : Math.max(...ratios),
    ...(profiled.includes(tool) && { profile: { kind: "runtime", tool: tool as Profiled, bytes } }),
  };
}

/** What is wanted of the runtimes. */
export const goalsOf = (measured: readonly Measured[]): readonly Goal[] =>
  all.map((one) => ({
    work: one.work,
    bound: "at most",
    wanted: one.wanted,
    unit: "×",
    cases: measured
      .filter(({ tool }) => one.tools.includes(tool))
      .flatMap((runtime) => one.bytes.map((bytes) => caseOf(one, runtime, bytes))),
  }));
