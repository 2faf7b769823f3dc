import { colours, svg, textAt } from "./svg.ts";

/** Bars that are compared with each other; the first is ours. */
export interface BarGroup {
  readonly name: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

const width = 820;
const left = 290;
const barHeight = 18;
const barGap = 5;
const groupGap = 34;

/** Horizontal bars in groups, each group on a scale of its own, for what is compared is within it. */
export function barPlot(title: string, unit: string, groups: readonly BarGroup[]): string {
  const parts = [textAt(16, 26, title, { kind: "title" })];
  let y = 44;
  for (const { name, bars } of groups) {
    const most = Math.max(...bars.map(({ value }) => value));
    parts.push(textAt(16, y + 14, name, { kind: "group" }));
    y += 24;
    for (const [i, bar] of bars.entries()) {
      const length = Math.max(1, (bar.value / most) * (width - left - 110));
      const fill = i === 0 ? colours[0] : colours[5];
      parts.push(textAt(left - 10, y + 13, bar.name, { anchor: "end" }));
      parts.push(
        `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${fill}"/>`,
      );
      const label = `${bar.value.toFixed(1)} ${unit}`;
      parts.push(textAt(left + length + 8, y + 13, label, { kind: i === 0 ? "group" : "quiet" }));
      y += barHeight + barGap;
    }
    y += groupGap - 24;
  }
  return svg(title, width, y + 6, parts);
}
