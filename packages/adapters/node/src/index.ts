export * from "@hooks/core";
export { requestBeneath } from "./request-beneath.ts";
export { toIncoming, toNode } from "./to-node.ts";
