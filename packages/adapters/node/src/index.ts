export * from "@hooks/core";
export { toIncoming, toNode } from "./to-node.ts";
