export * from "@hooks/core";
export { toNode } from "./to-node.ts";
