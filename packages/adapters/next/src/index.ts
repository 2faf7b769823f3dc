export * from "@hooks/core";
export { toNext } from "./to-next.ts";
export { config, toNextApi } from "./to-next-api.ts";
