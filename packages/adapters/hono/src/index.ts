export * from "@hooks/core";
export { toHono } from "./to-hono.ts";
