const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text as XML has it. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => escapes[one] ?? one);

/** The colours of lines and bars, of which each is told from its neighbours in light and in dark. */
export const colours = ["#2f81f7", "#d29922", "#a371f7", "#3fb950", "#f0626b", "#8b949e"] as const;

/** Text at a place. */
export function textAt(
  x: number,
  y: number,
  text: string,
  { anchor = "start", kind = "" }: { readonly anchor?: string; readonly kind?: string } = {},
): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" class="${kind}">${escaped(text)}</text>`;
}

/** A picture whose text follows the reader's colour scheme; its ground is whatever lies under it. */
export function svg(
  title: string,
  width: number,
  height: number,
  parts: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>
text { font: 12px ui-sans-serif, system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.group { font-weight: 600; }
.quiet { fill: #59636e; }
.axis { stroke: #59636e; stroke-opacity: 0.35; fill: none; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; }
.quiet { fill: #9198a1; }
.axis { stroke: #9198a1; }
}
</style>
${parts.join("\n")}
</svg>
`;
}
