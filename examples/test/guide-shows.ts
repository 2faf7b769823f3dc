import { readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** Whether a guide shows a file of the examples as it is, with a link to it above. */
export function guideShows(guide: string, file: string): boolean {
  const text = readFileSync(new URL(`docs/guides/${guide}.md`, root), "utf8");
  const code = readFileSync(new URL(`examples/${file}`, root), "utf8");
  return text.includes(`](../../examples/${file}):\n\n\`\`\`typescript\n${code}\`\`\`\n`);
}
