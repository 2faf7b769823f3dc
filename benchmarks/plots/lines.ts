import { colours, svg, textAt } from "./svg.ts";

/** One line of a plot. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const width = 820;
const height = 460;
const plot = { left: 70, right: 776, top: 60, bottom: 340 } as const;

/** The powers of ten from one that is not above the least to one that is not below the most. */
function decades(values: readonly number[]): readonly number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const label = (power: number): string =>
  (10 ** power).toLocaleString("en", { maximumFractionDigits: 3 });

/** Lines on logarithmic axes, on which what is linear rises by one decade for each, and what is flat stays. */
export function linePlot(
  title: string,
  axes: readonly [string, string],
  lines: readonly Line[],
): string {
  const points = lines.flatMap((line) => line.points);
  const xs = decades(points.map(([x]) => x));
  const ys = decades(points.map(([, y]) => y));
  const placeOn = (powers: readonly number[], from: number, to: number) => (value: number) => {
    const [first = 0] = powers;
    return from + ((Math.log10(value) - first) / (powers.length - 1)) * (to - from);
  };
  const xOf = placeOn(xs, plot.left, plot.right);
  const yOf = placeOn(ys, plot.bottom, plot.top);
  const parts = [
    textAt(16, 26, title, { kind: "title" }),
    textAt(16, 46, axes[1], { kind: "quiet" }),
  ];
  for (const power of ys) {
    const y = yOf(10 ** power);
    parts.push(`<path class="axis" d="M${plot.left} ${y.toFixed(1)}H${plot.right}"/>`);
    parts.push(textAt(plot.left - 8, y + 4, label(power), { anchor: "end", kind: "quiet" }));
  }
  for (const power of xs) {
    parts.push(
      textAt(xOf(10 ** power), plot.bottom + 18, label(power), { anchor: "middle", kind: "quiet" }),
    );
  }
  parts.push(textAt(plot.right, plot.bottom + 36, axes[0], { anchor: "end", kind: "quiet" }));
  for (const [i, line] of lines.entries()) {
    const colour = colours[i % colours.length];
    const path = line.points.map(([x, y]) => `${xOf(x).toFixed(1)} ${yOf(y).toFixed(1)}`).join("L");
    parts.push(`<path d="M${path}" stroke="${colour}" stroke-width="2.5" fill="none"/>`);
    for (const [x, y] of line.points) {
      parts.push(
        `<circle cx="${xOf(x).toFixed(1)}" cy="${yOf(y).toFixed(1)}" r="3.5" fill="${colour}"/>`,
      );
    }
    const column = i % 2;
    const y = plot.bottom + 62 + Math.floor(i / 2) * 20;
    parts.push(
      `<rect x="${16 + column * 400}" y="${y - 10}" width="12" height="12" rx="2" fill="${colour}"/>`,
    );
    parts.push(textAt(36 + column * 400, y, line.name));
  }
  return svg(title, width, height, parts);
}
