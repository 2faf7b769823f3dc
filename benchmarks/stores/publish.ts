import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";

const page = join(import.meta.dirname, "../../docs/benchmarks/stores.md");

const emptyPage = `# How fast the stores are

Written by \`node benchmarks/stores/memory.ts --write\` and \`node benchmarks/stores/redis.ts --write\`, after
\`pnpm build\`.

<!-- memory -->
<!-- /memory -->

<!-- redis -->
<!-- /redis -->
`;

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, i) => (i === 0 ? "---" : "--:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What the figures were measured on. */
export function machine(): string {
  const [cpu] = cpus();
  return `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? "unknown"}`;
}

const readPage = (): string => {
  try {
    return readFileSync(page, "utf8");
  } catch {
    return emptyPage;
  }
};

/** Prints a section, and with `--write` puts it into the page of the documentation. */
export function publish(name: "memory" | "redis", section: string): void {
  console.log(section);
  if (!process.argv.includes("--write")) return;
  const place = new RegExp(`(<!-- ${name} -->).*(<!-- /${name} -->)`, "s");
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(
    page,
    readPage().replace(place, (_, start, end) => `${start}\n\n${section}\n\n${end}`),
  );
}
