export { checkUrl } from "./check-url.ts";
export { GuardError, type GuardErrorCode, isGuardError } from "./guard-error.ts";
export type {
  AllowedNetwork,
  GuardAgentOptions,
  GuardOptions,
  GuardRefusal,
  GuardTlsOptions,
} from "./guard-options.ts";
export { guardedAgent } from "./guarded-agent.ts";
