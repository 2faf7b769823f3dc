export * from "@hooks/core";
export { toFastify } from "./to-fastify.ts";
