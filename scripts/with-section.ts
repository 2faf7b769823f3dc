/** Replaces what stands between a section's markers. */
export function withSection(file: string, text: string, section: string, content: string): string {
  const start = new RegExp(`<!-- ${section}: .*? -->`).exec(text)?.[0];
  const end = `<!-- /${section} -->`;
  const [before, rest] = start ? text.split(start) : [];
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} lacks the markers of ${section}`);
  return `${before}${start}\n\n${content}\n\n${end}${after}`;
}
