export {
  type AddressKind,
  type ForbiddenAddress,
  forbiddenAddresses,
} from "./suite-addresses.ts";
export { forbiddenHosts, forbiddenUrls } from "./suite-urls.ts";
export { type GuardTestOptions, testGuard } from "./test-guard.ts";
export type { CreateGuardedClient, GuardConditions, GuardedClient } from "./test-guard-trial.ts";
