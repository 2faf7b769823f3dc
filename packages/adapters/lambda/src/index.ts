export * from "@hooks/core";
export type { LambdaEvent, LambdaResult } from "./lambda-event.ts";
export { toLambda } from "./to-lambda.ts";
