import { Hono } from "hono";
import { Hono as Hono40 } from "hono4.0";

/** The ends of the package's peer range; the types of the newest fit what is used of the oldest. */
export const versions: readonly (readonly [name: string, Hono: typeof Hono])[] = [
  ["Hono 4", Hono],
  ["Hono 4.0.0", Hono40 as unknown as typeof Hono],
];
