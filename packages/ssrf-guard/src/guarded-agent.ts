import { lookup as systemLookup } from "node:dns";
import { Agent } from "undici";
import { GuardError } from "./guard-error.ts";
import type {
  AllowedNetwork,
  GuardAgentOptions,
  GuardOptions,
  GuardTlsOptions,
} from "./guard-options.ts";
import { checkNames, guardPolicy } from "./guard-policy.ts";
import { vettedConnect } from "./vetted-connect.ts";

/** Bounds in place of undici's, some of which are none. */
const agentDefaults = {
  allowH2: false,
  bodyTimeout: 15_000,
  connections: 128,
  headersTimeout: 15_000,
  keepAliveMaxTimeout: 60_000,
  keepAliveTimeout: 4000,
  maxHeaderSize: 16_384,
  maxOrigins: 10_000,
  pipelining: 1,
} satisfies GuardAgentOptions;

const agentNames: Readonly<Record<keyof GuardAgentOptions, unknown>> = {
  ...agentDefaults,
  clientTtl: true,
  maxRequestsPerClient: true,
  maxResponseSize: true,
};

const tlsNames: Readonly<Record<keyof GuardTlsOptions, true>> = {
  ca: true,
  cert: true,
  key: true,
  pfx: true,
  passphrase: true,
  minVersion: true,
};

const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

function checkEnvironment(): void {
  const found = proxyVariables.find((name) => process.env[name] || process.env[name.toLowerCase()]);
  if (found === undefined) return;
  const way = `decide with environmentProxy: "ignore"`;
  throw new GuardError(
    "proxy_undecided",
    `${found} is set, and the Agent would go past it; ${way}`,
  );
}

function warnOfAllowed(allowed: readonly AllowedNetwork[]): void {
  const list = allowed.map(({ cidr, port }) => `${cidr}${port ? ` port ${port}` : ""}`).join(", ");
  process.emitWarning(`requests may go to private networks: ${list}`, "GuardWarning");
}

/**
 * Makes an undici Agent whose every connection is vetted when it is made: the name is resolved, every answer is judged,
 * and the connection goes to one of these very addresses. Give it to `undici.request`, or to the `fetch` of undici, as
 * `dispatcher`. It is closed as any Agent is.
 *
 * A request whose connection is refused is rejected with a {@link GuardError}, or has one as its `cause`.
 *
 * @throws GuardError with `option_invalid` or `proxy_undecided`
 */
export function guardedAgent(options: GuardOptions = {}): Agent {
  const policy = guardPolicy(options);
  const { allow = [], lookup = systemLookup, connectTimeoutMs = 5000 } = options;
  const { agent = {}, tls = {}, environmentProxy = "refuse", onRefusal } = options;
  if (!(connectTimeoutMs > 0 && connectTimeoutMs <= 600_000)) {
    throw new GuardError("option_invalid", "connectTimeoutMs is not a time of up to ten minutes");
  }
  checkNames("tls", tls, tlsNames);
  checkNames("agent", agent, agentNames);
  if (environmentProxy !== "ignore") checkEnvironment();
  if (allow.length > 0) (options.onAllow ?? warnOfAllowed)(allow);
  const { allowH2 = false } = agent;
  return new Agent({
    ...agentDefaults,
    ...agent,
    connect: vettedConnect({
      policy,
      lookup,
      timeoutMs: connectTimeoutMs,
      tls,
      allowH2,
      onRefusal: (refusal) => {
        try {
          onRefusal?.(refusal);
        } catch {
          // What listens changes nothing.
        }
      },
    }),
  });
}
