export * from "@hooks/core";
export type { NodeRequest } from "./body-reader.ts";
export { toIncoming, toNode } from "./to-node.ts";
