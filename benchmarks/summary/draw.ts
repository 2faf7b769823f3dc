import type { Timing } from "../measure/take-turns.ts";
import { type BarGroup, barPlot } from "../plots/bars.ts";
import { linePlot } from "../plots/lines.ts";
import type { PartName } from "../report/part-records.ts";

interface Sized {
  readonly bytes: number;
  readonly timings: readonly Timing[];
}

interface VerifyData {
  readonly cases: readonly { readonly name: string; readonly sized: readonly Sized[] }[];
}

interface RuntimesData {
  readonly measured: readonly { readonly name: string; readonly sized?: readonly Sized[] }[];
}

interface Grown {
  readonly name: string;
  readonly counts: readonly number[];
  readonly microseconds: readonly number[];
}

const bytes = 1024;

/** The timings of bodies of 1 KB, as bars. */
const groupOf = (name: string, sized: readonly Sized[] = []): BarGroup => ({
  name,
  bars: (sized.find((size) => size.bytes === bytes)?.timings ?? []).map((timing) => ({
    name: timing.name.replaceAll("`", ""),
    value: timing.microseconds,
  })),
});

/** The picture of a part; a part without one has none. */
export function draw(part: PartName, data: unknown): string | undefined {
  if (part === "verify") {
    const { cases } = data as VerifyData;
    const groups = cases.map(({ name, sized }) => groupOf(name.replaceAll("`", ""), sized));
    return barPlot("One verification of 1 KB: less is better", "µs", groups);
  }
  if (part === "runtimes") {
    const { measured } = data as RuntimesData;
    const groups = measured
      .filter(({ sized }) => sized)
      .map(({ name, sized }) => groupOf(name, sized));
    return barPlot("One verification of 1 KB, over what a runtime offers", "µs", groups);
  }
  if (part === "growth") {
    const lines = (data as readonly Grown[]).map(({ name, counts, microseconds }) => ({
      name,
      points: counts.map((count, i) => {
        const cost = (microseconds[i] as number) / (microseconds[0] as number);
        return [count / (counts[0] as number), cost] as const;
      }),
    }));
    return linePlot(
      "How the cost grows",
      ["how often the first count", "cost over the first"],
      lines,
    );
  }
  return undefined;
}
