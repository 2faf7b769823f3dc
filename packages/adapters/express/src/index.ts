export * from "@hooks/core";
export { toExpress } from "./to-express.ts";
