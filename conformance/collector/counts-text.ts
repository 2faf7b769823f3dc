import type { Row } from "./rows.ts";

/** Groups and their counts, in the order of their names. */
export const countsText = (checks: Row["checks"]): string =>
  Object.entries(checks)
    .map(([group, count]) => `${group} ${count}`)
    .sort()
    .join(", ");
